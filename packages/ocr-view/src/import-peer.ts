import { AlibabaCloudError } from '@x/credentials-core'

/** A package that only those install who need it. Throws `ERR_RUNTIME_UNSUPPORTED` with what to install when it is not there. */
export async function importPeer<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    throw new AlibabaCloudError(`The package ${name} cannot be loaded.`, {
      code: 'ERR_RUNTIME_UNSUPPORTED',
      hint: `Install it: npm install ${name}`,
      cause,
    })
  }
}
