// The programs of others that tests run, brought here one after the other before any test asks for them: a test's time is short, and
// what two of them install at once gets in each other's way.
import { chromium } from './chromium.mjs'
import { deno } from './deno.mjs'
import { faketimeLibrary } from './faketime-library.mjs'
import { pgBouncer } from './pgbouncer.mjs'
import { postgresBin } from './postgres-bin.mjs'
import { pythonVenv } from './python-venv.mjs'

const PROGRAMS = {
  PostgreSQL: () => postgresBin(),
  pgBouncer: () => pgBouncer(),
  libfaketime: () => faketimeLibrary(),
  dlt: () => pythonVenv(),
  'dlt beside DuckDB 2': () => pythonVenv('2.0.0'),
}

/** What only the heavy tests run: half a gigabyte that `npm test` does without. */
const HEAVY_PROGRAMS = { Chromium: () => chromium(), Deno: () => deno() }

/** Says which cannot be had and why: their tests are left out. */
export function bringPrograms({ heavy = false } = {}) {
  for (const [name, bring] of Object.entries({ ...PROGRAMS, ...(heavy ? HEAVY_PROGRAMS : {}) })) {
    try {
      bring()
    } catch (error) {
      console.log(`${name}: ${error.message}`)
    }
  }
}
