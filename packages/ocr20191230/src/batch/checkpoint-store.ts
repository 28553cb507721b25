/**
 * Where a batch writes what it has done: lines that are only ever added. A file is the usual one; others can bring their own, such as
 * one on a browser's storage.
 */
export interface CheckpointStore {
  /** All lines so far, each with the position that `line` takes. A last line that was cut off by a kill may be left out or be given. */
  lines(): AsyncIterable<{ readonly text: string; readonly position: number }>
  /** Adds a line; settles when a kill of this process can no longer lose it. Calls may overlap. Answers the line's position, which is above those of all lines before. */
  append(text: string): Promise<number>
  /** The line at a position. */
  line(position: number): Promise<string>
  close(): Promise<void>
}

/** What to do where a checkpoint is in use. */
export const ONE_BATCH = 'One batch at a time may use it: wait for the other one, or pass another checkpoint.'
