/** Files larger than this are not taken: most are held in memory. */
export const MAX_BYTES: number = 32 * 1024 * 1024
