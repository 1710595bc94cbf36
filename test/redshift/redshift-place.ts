import { join } from 'node:path'
import pg from 'pg'
import type { FilePlace } from '../../src/contracts/destination.ts'
import { type RedshiftOptions, redshift } from '../../src/destinations/redshift/index.ts'
import type { Destination } from '../../src/index.ts'
import { namingConvention } from '../../src/naming/naming-convention.ts'
import type { DestinationPlace } from '../../src/testing/index.ts'
import { isThenable, wrapMethod } from '../crash/steps/wrap-method.ts'
import { breakStatement, statementFault } from '../destinations/places/statement-fault.ts'
import { NO_POSTGRES } from '../postgres/database.ts'
import { redshiftDatabase } from './database.ts'
import type { StandInOptions } from './stand-in.ts'

/** A bucket for a suite. */
export interface SuiteBucket extends StandInOptions {
  readonly place: FilePlace
}

const FORMATS = ['jsonl', 'parquet'] as const

/** The stand-in for Redshift, which takes job files from a bucket; Parquet where it may choose, if that is wanted. */
export function redshiftPlace(
  openBucket: (folder: string) => Promise<SuiteBucket>,
  formats: readonly ('jsonl' | 'parquet')[] = FORMATS,
): DestinationPlace {
  return {
    name: `redshift staged as ${formats[0]}`,
    capabilities: staged(redshift('redshift://u@h/d'), nowhere, formats).capabilities,
    async open(folder) {
      const bucket = await openBucket(join(folder, 'bucket'))
      const database = await redshiftDatabase(bucket)
      if (database === undefined) throw new Error(NO_POSTGRES)
      wrapMethod(pg.Client.prototype, 'query', (original, args) => {
        const [query] = args
        const isText = typeof query === 'object' && query !== null && 'text' in query && typeof query.text === 'string'
        const sql = isText ? String(query.text) : typeof query === 'string' ? query : undefined
        return statementFault.around(sql, () => {
          const result = original(args)
          return isThenable(result) ? Promise.resolve(result) : result
        })
      })
      const destination = (options: RedshiftOptions = {}) =>
        staged(redshift({ credentials: database.url, ...options }), bucket.place, formats)
      return {
        destination,
        interrupted: (at) => breakStatement(destination(), at),
        close: async () => database[Symbol.asyncDispose](),
      }
    },
  }
}

const nowhere: FilePlace = {
  url: () => ({ scheme: 's3', bucket: 'b', prefix: '' }),
  open: () => Promise.reject(new Error('there is no such bucket')),
}

/** PostgreSQL, which does the work, has room for 63 characters of a name; names of Redshift have 127. */
const MOST = 63
const NAMES = namingConvention('snake_case', MOST)

function staged(destination: Destination, place: FilePlace, formats: readonly ('jsonl' | 'parquet')[]): Destination {
  const made = destination.stagedAt?.(place, formats)
  if (made === undefined) throw new Error('it takes no staging')
  return withShortNames(made)
}

function withShortNames(made: Destination): Destination {
  const { capabilities } = made
  return {
    ...made,
    capabilities: { ...capabilities, identifier: { ...capabilities.identifier, maxLength: MOST } },
    configure: async (reader) => withShortNames((await made.configure?.(reader)) ?? made),
    connect: (target, ...rest) =>
      made.connect({ ...target, dataset: NAMES.normalizeTableIdentifier(target.dataset) }, ...rest),
  }
}
