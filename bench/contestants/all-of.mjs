/** The contestants of a table `{ kind: { name: factory } }`, those whose names begin with one of `names`, or all. */
export function allOf(table, names) {
  return Object.entries(table).flatMap(([kind, group]) =>
    Object.keys(group)
      .filter((name) => !names || names.includes(name))
      .map((name) => ({ kind, name })),
  )
}

/** The factory of one contestant. */
export function factoryOf(table, name) {
  const factory = Object.values(table).find((group) => name in group)?.[name]
  if (!factory) throw new Error(`There is no contestant ${name}.`)
  return factory
}
