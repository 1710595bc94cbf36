import { exchangeTests } from './exchange-tests.ts'
import { duckDbPlace } from './place.ts'
import { cursors } from './scenarios/cursors.ts'
import { histories } from './scenarios/histories.ts'
import { merges } from './scenarios/merges.ts'

exchangeTests([...merges, ...histories, ...cursors], duckDbPlace)
