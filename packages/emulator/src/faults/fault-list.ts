import type { ServiceName } from '../exchange.ts'
import type { FaultEffect, FaultMatch, FaultRule } from './fault-rule.ts'

/** The scripted faults of a running emulator. */
export interface Faults {
  /** Adds a rule behind the others; the first one that fits a request strikes. Gives a function that removes it. */
  add(rule: FaultRule): () => void
  /** Removes all rules. */
  clear(): void
}

/** A request as rules see it. */
interface FaultTarget {
  readonly service: ServiceName
  readonly action: string
  readonly path: string
}

/** The emulator's side of the list. */
export interface FaultList extends Faults {
  /** What happens to this request; counts it for `skip` and `times`. */
  strike(target: FaultTarget): FaultEffect
}

/** Makes the list from the rules of the options. */
export function createFaultList(rules: readonly FaultRule[]): FaultList {
  let entries: { readonly rule: FaultRule; seen: number }[] = []

  const add = (rule: FaultRule): (() => void) => {
    const entry = { rule, seen: 0 }
    entries.push(entry)
    return () => {
      entries = entries.filter((other) => other !== entry)
    }
  }

  for (const rule of rules) add(rule)
  return {
    add,
    clear() {
      entries = []
    },
    strike(target) {
      for (const entry of entries) {
        if (!fits(entry.rule.match ?? {}, target)) continue
        entry.seen += 1
        const strikes = entry.seen - (entry.rule.skip ?? 0)
        if (strikes > 0 && strikes <= (entry.rule.times ?? Number.POSITIVE_INFINITY)) return entry.rule.effect
      }
      return {}
    },
  }
}

function fits(match: FaultMatch, target: FaultTarget): boolean {
  // A browser's preflight stands before the request that the rule is about; only a rule for it strikes it.
  if (target.service === 'cors' && match.service !== 'cors') return false
  if (match.service !== undefined && match.service !== target.service) return false
  if (match.action !== undefined && match.action !== target.action) return false
  if (match.path === undefined) return true
  return typeof match.path === 'string' ? match.path === target.path : target.path.search(match.path) >= 0
}
