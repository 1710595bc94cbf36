import { changed } from './changed.ts'
import { demo } from './demo.ts'
import { loadFailed, neverLoaded, unauthorized } from './failed.ts'
import { good } from './good.ts'
import { large } from './large.ts'
import { locked } from './locked.ts'
import { loads, tables } from './many.ts'
import { odd } from './odd.ts'
import { pipelines } from './pipelines.ts'
import { killed, running } from './running.ts'
import { withoutCredentials } from './without-credentials.ts'
import { type Place, still, type World } from './world.ts'

/** Every world, by the name that `make.ts` takes. */
export const WORLDS: Readonly<Record<string, (place: Place) => Promise<World>>> = {
  empty: async () => still('a machine on which nothing has run'),
  demo,
  good,
  unauthorized,
  'never-loaded': neverLoaded,
  'load-failed': loadFailed,
  changed,
  'tables-300': tables(300),
  'tables-1000': tables(1000),
  'pipelines-1000': pipelines(1000),
  'rows-10m': large(10_000_000),
  odd,
  running,
  killed,
  locked,
  'without-credentials': withoutCredentials,
  'loads-200': loads(200),
}
