import { ReflectionKind } from 'typedoc'

const kindsOfMembers = ReflectionKind.Property | ReflectionKind.Method | ReflectionKind.Accessor

/** Public names without a doc comment, each as `entry name`. A name that several entries offer counts where it is first. */
export function undocumentedNames(project) {
  return project.children.flatMap((module) =>
    module.children.filter((one) => !one.isReference() && !hasComment(one)).map((one) => `${module.name} ${one.name}`),
  )
}

/** Members of public types without a doc comment, by package. */
export function undocumentedMembers(project) {
  const found = new Map()
  for (const member of project.getReflectionsByKind(kindsOfMembers)) {
    const name = project.getSymbolIdFromReflection(member)?.packageName
    if (name && !member.inheritedFrom && !isOfParameter(member) && !hasComment(member))
      found.set(name, [...(found.get(name) ?? []), member.getFriendlyFullName()])
  }
  return found
}

export function nameProblems(names, accepted) {
  return [
    ...names.filter((name) => !(name in accepted)).map((name) => `${name} has no doc comment`),
    ...Object.keys(accepted)
      .filter((name) => !names.includes(name))
      .map((name) => `${name} has a doc comment now, or is gone: take it out of tools/api-pages/accepted.json`),
  ]
}

/** The accepted count is the current one, so that it cannot rise again to where it was. */
export function memberProblems(found, accepted) {
  return [...new Set([...found.keys(), ...Object.keys(accepted)])].flatMap((name) => {
    const [count, most] = [found.get(name)?.length ?? 0, accepted[name] ?? 0]
    if (count > most)
      return [`${name}: ${count} members have no doc comment, accepted are ${most} (which: node tools/api-pages/main.mjs --list)`]
    return count < most
      ? [`${name}: ${count} members have no doc comment, fewer than accepted: node tools/api-pages/main.mjs --update`]
      : []
  })
}

/** What a function takes in place, without a type of its own: its doc comment describes that. */
function isOfParameter({ parent }) {
  return parent !== undefined && (parent.kindOf(ReflectionKind.Parameter) || isOfParameter(parent))
}

function hasComment(reflection) {
  const signatures = [...(reflection.signatures ?? []), reflection.getSignature, reflection.setSignature]
  return reflection.hasComment() || signatures.some((signature) => signature?.hasComment()) || callableHasComment(reflection.type)
}

/** A comment on `name: (…) => …` may stand on the signature of its type. */
function callableHasComment(type) {
  return type?.type === 'reflection' && (type.declaration.signatures ?? []).some((signature) => signature.hasComment())
}
