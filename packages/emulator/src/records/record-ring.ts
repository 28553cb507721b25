import type { RequestRecord } from './request-record.ts'

/** The newest requests, oldest first. */
export interface RecordRing {
  add(record: RequestRecord): void
  list(): readonly RequestRecord[]
  clear(): void
}

/** Makes a ring that holds so many records. */
export function createRecordRing(capacity: number): RecordRing {
  let records: RequestRecord[] = []
  return {
    add(record) {
      records.push(record)
      if (records.length > capacity) records.shift()
    },
    list: () => [...records],
    clear() {
      records = []
    },
  }
}
