import { DestinationError } from '../errors/tolva-error.ts'
import type { DuckDbConnection } from './connection.ts'

/** Does work that is out of memory once more, with most of the machine's. It leaves nothing where it fails. */
export async function withRoom<T>(of: Pick<DuckDbConnection, 'makeRoom'>, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof DestinationError) || error.code !== 'out_of_memory') throw error
    await of.makeRoom()
    return work()
  }
}
