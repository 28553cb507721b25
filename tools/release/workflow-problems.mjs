/** Nothing a workflow runs may change under its name, no job has more rights than it uses, and only what is in the lockfile is installed. */
export function workflowProblems(text) {
  const problems = []
  for (const [, action, ref, comment = ''] of text.matchAll(/uses:\s*(\S+?)@(\S+)(.*)$/gm)) {
    if (!/^[0-9a-f]{40}$/.test(ref)) problems.push(`${action}@${ref} is not pinned to a commit`)
    if (!/^ # v\d+\.\d+\.\d+$/.test(comment)) problems.push(`${action} does not say its version`)
  }
  if (!/^permissions: \{\}$/m.test(text)) problems.push('the workflow does not begin without rights (permissions: {})')
  if (/pull_request_target|workflow_run/.test(text)) problems.push('it runs with rights for what strangers send')
  for (const line of text.match(/^.*run:.*\$\{\{.*$/gm) ?? []) problems.push(`${line.trim()}: pass values through env`)
  for (const line of text.match(/^.*\b(pnpm|packageManager).* install\b.*$/gm) ?? [])
    if (!line.includes('--frozen-lockfile')) problems.push(`${line.trim()}: the lockfile is not frozen`)
  for (const [name, job] of jobs(text)) problems.push(...jobProblems(name, job))
  return problems
}

function jobProblems(name, job) {
  const problems = []
  const rights = [...(/^ {4}permissions:\n((?: {6}.+\n)+)/m.exec(job)?.[1].matchAll(/([\w-]+): (\w+)/g) ?? [])].map(([right]) => right)
  if (rights.length === 0) problems.push(`${name} does not name its rights`)
  if (!/^ {4}timeout-minutes:/m.test(job)) problems.push(`${name} has no time-out`)
  const mayPublish = rights.includes('id-token: write')
  const mayWrite = rights.some((right) => /write$/.test(right))
  if (mayWrite && /\binstall\b|\bnpm (test|run|ci)\b|\bnpx\b/.test(job))
    problems.push(`${name} may publish or write, and runs what was installed`)
  if (mayPublish && rights.some((right) => /write$/.test(right) && right !== 'id-token: write'))
    problems.push(`${name} may publish and write`)
  if (mayPublish && !/^ {4}environment:/m.test(job)) problems.push(`${name} may publish without an environment, so without a review`)
  if (/publish\.mjs|npm publish/.test(job) && !mayPublish) problems.push(`${name} publishes without id-token: write, so without provenance`)
  if (/actions\/checkout@/.test(job) && !/persist-credentials: false/.test(job)) problems.push(`${name} keeps the token of its checkout`)
  if (/\brelease:pack\b/.test(job) && !/\bnpm test -- --require-all$/m.test(job))
    problems.push(`${name} packs without npm test -- --require-all, so after tests that did not run`)
  return problems
}

/** The jobs by name, each with its text. */
function jobs(text) {
  const [, all = ''] = text.split(/^jobs:\n/m)
  return [...all.matchAll(/^ {2}([\w-]+):\n((?: {3,}.*\n|\s*\n)+)/gm)].map(([, name, job]) => [name, job])
}
