import { fromCliProfile, fromProfile } from '@x/provider-profile'
import type { CreateFileLinks } from './file-links.ts'

/** The links that read files. Nothing is read before the first call. */
export const createFileLinks: CreateFileLinks = ({ enableDefault, fetch, ...common }) => {
  const cli = { ...common, fetch }
  const ini = { ...common, enableDefault }
  const cliFirst = [fromCliProfile(cli), fromProfile({ ...ini, missingProfile: 'stop' })]
  const iniFirst = [fromProfile(ini), fromCliProfile({ ...cli, missingProfile: 'stop' })]
  return { inOrder: (isIniFirst) => (isIniFirst ? iniFirst : cliFirst) }
}
