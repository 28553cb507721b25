import { OcrEngineError } from './ocr-engine-error.ts'

type Parameters = Readonly<Record<string, unknown>>

/** A required text. @throws OcrEngineError `MissingX` or `ClientError.IllegalArgument` */
export function textParameter(parameters: Parameters, name: string): string {
  const value = required(parameters, name)
  if (typeof value !== 'string') throw illegal(name, 'a text')
  return value
}

/** A required integer from 0, as a number or as digits. @throws OcrEngineError `MissingX` or `ClientError.IllegalArgument` */
export function countParameter(parameters: Parameters, name: string): number {
  const value = required(parameters, name)
  if (!/^\d{1,9}$/.test(String(value))) throw illegal(name, 'an integer from 0')
  return Number(value)
}

/** A required boolean, as such or as the word. @throws OcrEngineError `MissingX` or `ClientError.IllegalArgument` */
export function booleanParameter(parameters: Parameters, name: string): boolean {
  const value = required(parameters, name)
  const word = String(value).toLowerCase() // official Python clients send True
  if (word !== 'true' && word !== 'false') throw illegal(name, 'true or false')
  return word === 'true'
}

/** A required text out of some. @throws OcrEngineError `MissingX` or `ClientError.IllegalArgument` */
export function choiceParameter<Choice extends string>(parameters: Parameters, name: string, choices: readonly Choice[]): Choice {
  const value = textParameter(parameters, name).toLowerCase()
  const choice = choices.find((one) => one === value)
  if (choice === undefined) throw illegal(name, `one of ${choices.join(', ')}`)
  return choice
}

/** A text out of some that may be left out. @throws OcrEngineError `ClientError.IllegalArgument` */
export function optionalChoiceParameter<Choice extends string>(
  parameters: Parameters,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = parameters[name]
  return value === undefined || value === null || value === '' ? undefined : choiceParameter(parameters, name, choices)
}

/** A required list of 1 to `max` objects. @throws OcrEngineError `MissingX` or `ClientError.IllegalArgument` */
export function listParameter(parameters: Parameters, name: string, max: number): readonly Parameters[] {
  const value = required(parameters, name)
  const isObject = (item: unknown): item is Parameters => typeof item === 'object' && item !== null
  if (!Array.isArray(value) || !value.every(isObject)) throw illegal(name, 'a list of objects')
  if (value.length === 0) throw missing(name)
  if (value.length > max) throw illegal(name, `a list of at most ${max}`)
  return value
}

function required(parameters: Parameters, name: string): unknown {
  const value = parameters[name]
  if (value === undefined || value === null || value === '') throw missing(name)
  return value
}

// spec: ocr20191230.md 8, "Missing<Name>"
function missing(name: string): OcrEngineError {
  return new OcrEngineError(`Missing${name}`, `${name} is mandatory for this action.`)
}

function illegal(name: string, wanted: string): OcrEngineError {
  return new OcrEngineError('ClientError.IllegalArgument', `${name} must be ${wanted}.`)
}
