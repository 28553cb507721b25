// `npm run release:version`: what the changesets say becomes versions and changelogs, and the constant of a package that names its own version follows.
import { root } from '../lib/run-command.mjs'
import { versionPackages } from './version-packages.mjs'

console.log(versionPackages(root))
