/** What the text of a file needs: loaded when the first file is found, as most machines have none. */
export { loadCliProfile } from './load-cli-profile.ts'
export { loadIniProfile } from './load-ini-profile.ts'
