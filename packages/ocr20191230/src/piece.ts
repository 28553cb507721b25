/** Bytes of a piece that is handed to the connection. */
export const PIECE: number = 64 * 1024
