import { DestinationError } from '../errors/tolva-error.ts'
import { connectTo, type DuckDbConnection } from './connection.ts'
import { duckDbDriver } from './driver.ts'
import type { OpenFile, OpenOptions } from './open-files.ts'
import { openSettings } from './settings.ts'

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

  async function repeatable<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!canRepeat || !(error instanceof DestinationError) || error.code !== 'out_of_memory') throw error
      canRepeat = false
      await connection.makeRoom()
      return work()
    }
  }

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
