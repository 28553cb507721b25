import type { RuntimeOptions } from '@x/tea-rpc'

/** How far an upload is. */
export interface UploadProgress {
  /** The field of the file, such as `imageURL` or `tasks[2].imageURL`. */
  readonly field: string
  /** Bytes of the file that were handed to the connection. Starts again at 0 when an upload is tried again. */
  readonly sent: number
  /** Bytes of the file. */
  readonly total: number
}

/** Settings of one call: those of every RPC call, and how its files are treated. */
export interface CallOptions extends RuntimeOptions {
  /**
   * `true` makes pictures fit the operation before they are uploaded: turned upright, scaled down, encoded anew. Needs the package
   * `sharp` on Node; browsers bring what it takes. Pictures that fit already are left as they are. Default `false`.
   */
  readonly fit?: boolean | undefined
  /**
   * `true` downloads web addresses here and uploads them, for addresses that the service cannot fetch. Takes `https:` only, except from
   * this machine and for `aliyuncs.com`, which is asked by https. Default `false`.
   */
  readonly refetch?: boolean | undefined
  /** Called while files are uploaded: on Node for each piece, elsewhere at the begin and the end. It must not throw. */
  readonly onUpload?: ((progress: UploadProgress) => void) | undefined
}
