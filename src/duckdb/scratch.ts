import { connectTo, type DuckDbConnection } from './connection.ts'
import { duckDbDriver } from './driver.ts'
import type { OpenFile, OpenOptions } from './open-files.ts'
import { openSettings } from './settings.ts'

/** A session on an empty database in memory, to look into files and to convert them. @param folder Absolute; what does not fit into memory is spilled beside it. */
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
  return connectTo(file, options)
}
