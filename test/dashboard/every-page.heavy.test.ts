import { holdEveryPage } from './hold-every-page.ts'
import { changed } from './worlds/changed.ts'
import { loadFailed, unauthorized } from './worlds/failed.ts'
import { good } from './worlds/good.ts'
import { tables } from './worlds/many.ts'
import { still } from './worlds/world.ts'

holdEveryPage([
  { name: 'an empty machine', make: async () => still('nothing has run') },
  { name: 'good loads', make: good },
  { name: 'a run that failed', make: unauthorized },
  { name: 'a load that failed', make: loadFailed },
  { name: 'a schema that changed', make: changed },
  { name: '300 tables', make: tables(300) },
])
