// The programs of others that tests run, brought here one after the other before any test asks for them: a test's time is short, and
// what two of them install at once gets in each other's way.
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

/** Says which cannot be had and why: their tests are left out. */
export function bringPrograms() {
  for (const [name, bring] of Object.entries(PROGRAMS)) {
    try {
      bring()
    } catch (error) {
      console.log(`${name}: ${error.message}`)
    }
  }
}
