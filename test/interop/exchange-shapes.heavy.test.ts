import { exchangeTests } from './exchange-tests.ts'
import { duckDbPlace } from './place.ts'
import { documents } from './scenarios/documents.ts'
import { evolutions } from './scenarios/evolutions.ts'
import { states } from './scenarios/states.ts'

exchangeTests([...documents, ...evolutions, ...states], duckDbPlace)
