// The part of vitest's interface that portable suites use, for runtimes on which vitest does not run. `import … from 'vitest'` leads here.
const tests = []
const groups = []

export function describe(name, define) {
  groups.push(name)
  define()
  groups.pop()
}

/** Time-outs are the runner's: what stands between name and test is passed over. */
export function it(name, ...rest) {
  tests.push({ name: [...groups, name].join(': '), run: rest.at(-1) })
}
it.each = (rows) => (name, run) => {
  for (const row of rows) it(`${name} ${JSON.stringify(row)}`, () => run(...[row].flat()))
}
export const test = it

/** Runs all tests defined so far, one after the other: how many passed, and what went wrong in the others. */
export async function runTests() {
  const failures = []
  for (const { name, run } of tests) {
    try {
      await run()
    } catch (error) {
      failures.push(`${name}: ${error?.stack ?? error}`)
    }
  }
  return { passed: tests.length - failures.length, failures }
}

/** What a matcher of vitest says of a value; one that this file does not know is an error, so that no test passes for want of it. */
const matchers = {
  toBe: (found, wanted) => Object.is(found, wanted),
  toEqual: (found, wanted) => fits(found, wanted, true),
  toMatchObject: (found, wanted) => fits(found, wanted, false),
  toMatch: (found, pattern) => (typeof pattern === 'string' ? found.includes(pattern) : pattern.test(found)),
  toContain: (found, part) => found.includes(part),
  toBeTypeOf: (found, type) => typeof found === type,
  toBeUndefined: (found) => found === undefined,
  toBeInstanceOf: (found, type) => found instanceof type,
  toHaveLength: (found, length) => found.length === length,
  toThrow: (found, wanted) => {
    try {
      found()
      return false
    } catch (error) {
      return wanted === undefined || (wanted instanceof RegExp ? wanted.test(error.message) : fits(error, wanted, false))
    }
  },
}

class Asymmetric {
  constructor(accepts) {
    this.accepts = accepts
  }
}

export function expect(found) {
  const check = (name, negated) => {
    if (!(name in matchers)) throw new Error(`tools/runtimes/test-interface.mjs does not know ${name}`)
    return (wanted) => {
      if (matchers[name](found, wanted) === negated)
        throw new Error(`${name}${negated ? ' not' : ''}: found ${show(found)}, wanted ${show(wanted)}`)
    }
  }
  const settled = (want) => new Proxy({}, { get: (_, name) => async (wanted) => expect(await settle(found, want))[name](wanted) })
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === 'not') return new Proxy({}, { get: (_target, negated) => check(negated, true) })
        return name === 'rejects' || name === 'resolves' ? settled(name) : check(name, false)
      },
    },
  )
}
expect.any = (type) => new Asymmetric((value) => Object(value) instanceof type)
expect.objectContaining = (wanted) => new Asymmetric((value) => fits(value, wanted, false))
expect.stringContaining = (part) => new Asymmetric((value) => typeof value === 'string' && value.includes(part))
expect.stringMatching = (pattern) => new Asymmetric((value) => typeof value === 'string' && new RegExp(pattern).test(value))

async function settle(promise, want) {
  const { state, value } = await promise.then(
    (result) => ({ state: 'resolves', value: result }),
    (error) => ({ state: 'rejects', value: error }),
  )
  if (state !== want) throw new Error(`it ${state} with ${show(value)}`)
  return value
}

/** Deep equality; `exact` says whether the found value may have no more than the wanted one (members that are undefined do not count). */
function fits(found, wanted, exact) {
  if (wanted instanceof Asymmetric) return wanted.accepts(found)
  if (Object.is(found, wanted)) return true
  if (typeof found !== 'object' || typeof wanted !== 'object' || !found || !wanted) return false
  if (Array.isArray(wanted) !== Array.isArray(found) || (Array.isArray(wanted) && wanted.length !== found.length)) return false
  if (Object.prototype.toString.call(wanted) === '[object Date]') return found.getTime?.() === wanted.getTime()
  if (exact && defined(found).some((key) => wanted[key] === undefined)) return false
  const keys = exact ? defined(wanted) : Object.keys(wanted)
  return keys.every((key) => fits(found[key], wanted[key], exact))
}

function defined(value) {
  return Object.keys(value).filter((key) => value[key] !== undefined)
}

function show(value) {
  return value instanceof Error ? String(value.stack) : typeof value === 'function' ? 'a function' : JSON.stringify(value)
}
