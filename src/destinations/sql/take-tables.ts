import { setTimeout as wait } from 'node:timers/promises'
import { DestinationError } from '../../errors/tolva-error.ts'
import type { DatasetSession } from './session.ts'

/** Whoever comes after us waits behind us: so we wait in small portions and let others pass between. */
const PORTION_MS = 2_000
const PAUSE_MS = 500
const SAVEPOINT = 'tolva_tables'

/**
 * Takes tables that are there for the open transaction alone, where changing one needs that.
 * @throws DestinationError code `lock_timeout` where others use them for longer than the session waits.
 */
export async function takeTables(session: DatasetSession, tables: readonly string[]): Promise<void> {
  const { connection, lockWaitMs } = session
  const { alone } = session.dialect
  if (alone === undefined || tables.length === 0) return
  const execute = (sql: string) => connection.execute(sql, [], tables.join(', '))
  const until = performance.now() + lockWaitMs
  for (;;) {
    await execute(`SAVEPOINT ${SAVEPOINT}`)
    try {
      await execute(alone.patience(Math.min(PORTION_MS, lockWaitMs)))
      await execute(alone.take(tables.map(session.target)))
      await execute(alone.patience(lockWaitMs))
      await execute(`RELEASE SAVEPOINT ${SAVEPOINT}`)
      return
    } catch (error) {
      const isHeld = error instanceof DestinationError && error.code === 'lock_timeout'
      if (!isHeld || performance.now() >= until) throw error
      await execute(`ROLLBACK TO SAVEPOINT ${SAVEPOINT}`)
      await wait(PAUSE_MS)
    }
  }
}
