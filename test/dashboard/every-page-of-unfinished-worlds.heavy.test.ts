import { holdEveryPage } from './hold-every-page.ts'
import { neverLoaded } from './worlds/failed.ts'
import { loads } from './worlds/many.ts'
import { running } from './worlds/running.ts'
import { withoutCredentials } from './worlds/without-credentials.ts'

holdEveryPage([
  // There is no schema yet to complete SQL from.
  { name: 'a first run that failed', make: neverLoaded, refusals: [404] },
  { name: 'a run that goes on', make: running, refusals: [409] },
  { name: 'a destination without credentials', make: withoutCredentials, refusals: [424] },
  { name: 'many loads', make: loads(100) },
])
