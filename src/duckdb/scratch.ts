import { connectTo, type DuckDbConnection } from './connection.ts'
import { duckDbDriver } from './driver.ts'
import type { OpenFile, OpenOptions } from './open-files.ts'
import { openSettings } from './settings.ts'
import { withRoom } from './with-room.ts'

/**
 * A session on an empty database in memory, to look into files and to convert them. Statements that do not fit are run again
 * with less at a time: readers of JSON lines hold buffers of twice the longest line for each thread.
 * @param folder Absolute; what does not fit into memory is spilled beside it.
 */
export async function connectScratch(
  folder: string,
  options: Pick<OpenOptions, 'dataset'> = {},
): Promise<DuckDbConnection> {
  const driver = await duckDbDriver()
  const instance = await driver.DuckDBInstance.create(':memory:', openSettings(folder, false))
  const file: OpenFile = {
    path: ':memory:',
    connect: () => instance.connect(),
    disconnect: (connection) => connection.closeSync(),
    alone: (work) => work(),
    [Symbol.dispose]: () => instance.closeSync(),
  }
  return makingRoom(await connectTo(file, options))
}

function makingRoom(connection: DuckDbConnection): DuckDbConnection {
  let canRepeat = true

  async function makeRoom(): Promise<void> {
    canRepeat = false
    await connection.makeRoom()
  }
  const repeatable = <T>(work: () => Promise<T>) => (canRepeat ? withRoom({ makeRoom }, work) : work())

  return {
    ...connection,
    execute: (...args) => repeatable(() => connection.execute(...args)),
    rows: (...args) => repeatable(() => connection.rows(...args)),
    stream: (...args) => repeatable(() => connection.stream(...args)),
    // A transaction in which a statement failed is over; its work may not be done twice.
    async transaction(work, signal) {
      const before = canRepeat
      canRepeat = false
      try {
        return await connection.transaction(work, signal)
      } finally {
        canRepeat = before
      }
    },
  }
}
