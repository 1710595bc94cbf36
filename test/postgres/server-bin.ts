import { postgresBin } from '../../scripts/postgres-bin.mjs'
import { embeddedBin } from './embedded-bin.ts'

/** The version that the environment asks for by `TOLVA_TEST_POSTGRES`; empty: whichever the machine has. */
export function wantedVersion(): '' | '18' {
  const wanted = process.env.TOLVA_TEST_POSTGRES ?? ''
  if (wanted === '' || wanted === '18') return wanted
  throw new Error(`TOLVA_TEST_POSTGRES is ${wanted}, but only 18 can be chosen`)
}

/**
 * The folder of the server programs that tests run: the machine's own, or those of the version that is wanted.
 * @throws Error `no PostgreSQL` where there are none to be had.
 */
export async function serverBin(): Promise<string> {
  return wantedVersion() === '18' ? embeddedBin() : postgresBin()
}
