import { postgresBin } from '../../scripts/postgres-bin.mjs'
import { embeddedBin } from './embedded-bin.ts'

/**
 * The folder of the server programs that tests run: the machine's own, or those of PostgreSQL 18 where the environment says
 * `TOLVA_TEST_POSTGRES=18`.
 * @throws Error `no PostgreSQL` where there are none to be had.
 */
export async function serverBin(): Promise<string> {
  const wanted = process.env.TOLVA_TEST_POSTGRES ?? ''
  if (wanted === '') return postgresBin()
  if (wanted === '18') return embeddedBin()
  throw new Error(`TOLVA_TEST_POSTGRES is ${wanted}, but only 18 can be chosen`)
}
