import { exchangeTests } from './exchange-tests.ts'
import { generatedDocuments } from './generated-documents.ts'
import { duckDbPlace } from './place.ts'
import { loadsOf } from './scenario.ts'

const SEEDS = [11, 12, 13]
const DOCUMENTS = 50

/** Two loads of a seed: the second meets the tables of the first. */
exchangeTests(
  SEEDS.map((seed) =>
    loadsOf(`loads the documents of seed ${seed}`, undefined, [
      generatedDocuments(seed, DOCUMENTS),
      generatedDocuments(seed + 1000, DOCUMENTS),
    ]),
  ),
  duckDbPlace,
)
