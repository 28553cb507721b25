import { AlibabaCloudError } from '@x/credentials-core'
import { checkpointFile, checkpointReader } from '#checkpoint-file'
import type { RecognizeAllOptions } from './batch-options.ts'
import { type CheckpointStore, ONE_BATCH } from './checkpoint-store.ts'
import { type Ledger, memoryLedger, openLedger } from './ledger.ts'

const REMEMBER = 1000

/** The ledger of a batch, and what ends its use. */
export interface OpenLedger {
  readonly ledger: Ledger
  close(): Promise<void>
}

/** Stores in use. Two ledgers on one would not see what the other adds, and pay for it again. */
const inUse: WeakSet<CheckpointStore> = /* @__PURE__ */ new WeakSet()

/**
 * Opens what a batch remembers by.
 *
 * @param isWritten `false` for a dry run, which neither makes, locks nor changes anything.
 */
export async function openBatchLedger(
  { checkpoint, remember = REMEMBER }: RecognizeAllOptions<object>,
  isWritten: boolean,
): Promise<OpenLedger> {
  if (checkpoint === undefined) return { ledger: memoryLedger(remember), close: async () => {} }
  const isPath = typeof checkpoint === 'string' || checkpoint instanceof URL
  const openFile = isWritten ? checkpointFile : checkpointReader
  const store = isPath ? openFile(checkpoint) : checkpoint
  if (isWritten) {
    if (inUse.has(store))
      throw new AlibabaCloudError('The checkpoint is in use.', { code: 'ERR_FILE_ACCESS', field: 'checkpoint', hint: ONE_BATCH })
    inUse.add(store)
  }
  const close = async (): Promise<void> => {
    if (isWritten) inUse.delete(store)
    if (isPath) await store.close()
  }
  try {
    return { ledger: await openLedger(store, isWritten), close }
  } catch (error) {
    await close()
    throw error
  }
}
