import type * as Avsc from 'avsc'
import { ConfigError } from '../../../../errors/tolva-error.ts'

/** What of it is used. */
type AvroDriver = Pick<typeof Avsc, 'Type' | 'types'>

let loaded: Promise<AvroDriver> | undefined

/**
 * The package that reads and writes Avro, loaded when the first Iceberg table is opened.
 * @throws ConfigError code `missing_package` where it is not installed.
 */
export function avroDriver(): Promise<AvroDriver> {
  loaded ??= load().catch((cause: unknown) => {
    loaded = undefined
    throw new ConfigError('the Avro package, which Iceberg tables need, is not installed', {
      code: 'missing_package',
      hint: 'Run: npm install avsc',
      cause,
    })
  })
  return loaded
}

async function load(): Promise<AvroDriver> {
  const { Type, types } = (await import('avsc')).default
  return { Type, types }
}
