import { holdEveryPage } from './hold-every-page.ts'
import { locked } from './worlds/locked.ts'
import { odd } from './worlds/odd.ts'
import { killed } from './worlds/running.ts'

holdEveryPage([
  { name: 'names that look like markup', make: odd },
  { name: 'a run that was killed', make: killed, refusals: [409] },
  { name: 'a file that is held', make: locked, refusals: [409] },
])
