import { type JsonMember, type JsonNode, readJsonTree } from './json-tree.ts'

/** Fields with their new values. */
export type CliFields = Readonly<Record<string, string | number>>

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * Gives a profile of a config file new values for some fields, and keeps everything else, character by character: other fields and profiles,
 * their order, indentation and line ends. `undefined` when there is nothing to change.
 *
 * @param change - Is given what the fields say now.
 * @throws Error when the text is no config file with this profile.
 */
export function editCliProfile(
  text: string,
  name: string,
  change: (now: Readonly<Record<string, unknown>>) => CliFields | undefined,
): string | undefined {
  const mark = text.startsWith('\ufeff') ? 1 : 0
  const body = text.slice(mark)
  const tree = readJsonTree(body)
  const profile = 'mistakeAt' in tree ? undefined : findProfile(body, tree, name)
  if (!profile?.members) throw Object.assign(new Error('no such profile'), { code: 'ENOPROFILE' })
  const now: Record<string, unknown> = Object.assign(Object.create(null), JSON.parse(body.slice(profile.start, profile.end)))
  const fields = change(now)
  const edits: Edit[] = []
  const added: string[] = []
  for (const [field, value] of Object.entries(fields ?? {})) {
    // An empty value is not worth a new field.
    if ((now[field] ?? (typeof value === 'string' ? '' : 0)) === value) continue
    const member = last(profile.members, field)
    if (member) edits.push({ ...member.value, text: JSON.stringify(value) })
    else added.push(newMember(body, profile, field, value))
  }
  const end = profile.members.at(-1)?.value.end
  if (added.length > 0 && end !== undefined) edits.push({ start: end, end, text: added.join('') })
  if (edits.length === 0) return undefined
  // From the end, so that the places before stay right. What is added at the last value's end comes after a new text of that value.
  const ordered = edits.sort((a, b) => b.end - a.end || b.start - a.start)
  return text.slice(0, mark) + ordered.reduce((left, edit) => left.slice(0, edit.start) + edit.text + left.slice(edit.end), body)
}

function findProfile(body: string, tree: JsonNode, name: string): JsonNode | undefined {
  const textOf = (node: JsonNode | undefined): unknown => node && JSON.parse(body.slice(node.start, node.end))
  return last(tree.members, 'profiles')?.value.items?.find((item) => item.members && textOf(last(item.members, 'name')?.value) === name)
}

/** Of several members with one name, the last counts. */
function last(members: readonly JsonMember[] | undefined, name: string): JsonMember | undefined {
  return members?.filter((member) => member.name === name).at(-1)
}

/** Written as the last member of the profile is. */
function newMember(body: string, { start, members = [] }: JsonNode, name: string, value: string | number): string {
  const model = members.at(-1)
  if (!model) return ''
  const before = members.at(-2)
  const gap = body.slice(before ? body.indexOf(',', before.value.end) + 1 : start + 1, model.start)
  return `,${gap}${JSON.stringify(name)}${body.slice(model.end, model.value.start)}${JSON.stringify(value)}`
}
