import { changed } from './changed.ts'
import { loadFailed, neverLoaded, unauthorized } from './failed.ts'
import { good } from './good.ts'
import { loads, tables } from './many.ts'
import { type Place, still, type World } from './world.ts'

/** Every world, by the name that `make.ts` takes. */
export const WORLDS: Readonly<Record<string, (place: Place) => Promise<World>>> = {
  empty: async () => still('a machine on which nothing has run'),
  good,
  unauthorized,
  'never-loaded': neverLoaded,
  'load-failed': loadFailed,
  changed,
  'tables-300': tables(300),
  'tables-1000': tables(1000),
  'loads-200': loads(200),
}
