import { z } from 'zod'
import type { Source } from '../../contracts/resource.ts'
import { camelKeys, checked, declaredHints } from '../declared-hints.ts'
import { type FilesystemSourceOptions, filesystemSource } from './filesystem-source.ts'

const Resource = z.strictObject({
  name: z.string().min(1),
  file_glob: z.string().min(1),
  format: z.enum(['csv', 'jsonl', 'parquet']).optional(),
  csv: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])).optional(),
  on_bad_line: z.enum(['raise', 'skip']).optional(),
  page_bytes: z.number().int().positive().optional(),
  ...declaredHints,
})

const Declared = z.strictObject({
  bucket_url: z.string().min(1).optional(),
  resources: z.array(Resource).optional(),
})

/**
 * The source of a YAML or JSON file with `type: filesystem`, in dlt's snake_case.
 * @throws ConfigError `invalid_config` with the place in the file.
 */
export function declaredSource(name: string, declared: unknown): Source {
  const config = camelKeys(checked(Declared, declared))
  return isOptions(config) ? filesystemSource({ ...config, name }) : filesystemSource({ name })
}

/** What was checked in snake_case is this in camelCase. */
function isOptions(value: unknown): value is FilesystemSourceOptions {
  return typeof value === 'object' && value !== null
}
