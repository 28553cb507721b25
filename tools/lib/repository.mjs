/** How `repository` is set everywhere; what tells that it is missing says this. */
export const HOW_TO_SET = 'node tools/set-repository.mjs https://HOST/OWNER/NAME'

/** The address as manifests have it (`git+https://host/owner/name.git`) of what a browser shows or git clones by https; undefined for anything else. */
export function repositoryUrl(address) {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol !== 'https:' || url.username || url.password || url.search || url.hash) return undefined
  const path = url.pathname.replace(/\/$/, '').replace(/\.git$/, '')
  return /^(\/[\w.-]+){2,}$/.test(path) ? `git+https://${url.host}${path}.git` : undefined
}

/** The address that a browser shows. */
export function repositoryPage(url) {
  return url.replace(/^git\+|\.git$/g, '')
}

/** A manifest that names its repository, right after its licence; without `directory` that of the whole repository. */
export function withRepository({ repository: _, ...manifest }, url, directory) {
  const repository = { type: 'git', url, ...(directory && { directory }) }
  const entries = Object.entries(manifest)
  const at = entries.findIndex(([field]) => field === 'license') + 1
  return Object.fromEntries([...entries.slice(0, at), ['repository', repository], ...entries.slice(at)])
}

/** What keeps the registry from accepting the provenance of a package: it compares `repository` with where the workflow ran, if that is known. */
export function repositoryProblem({ name, repository }, ranIn) {
  if (!repository?.url)
    return `${name}: repository is missing, so the registry would refuse its provenance. Set it in all packages: ${HOW_TO_SET}`
  if (ranIn && repositoryPage(repository.url).toLowerCase() !== ranIn.toLowerCase())
    return `${name}: repository is ${repository.url}, and this is ${ranIn}: the registry would refuse its provenance. Set it in all packages: ${HOW_TO_SET}`
  return undefined
}
