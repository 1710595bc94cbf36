import type { FileFormat } from '../../capabilities/capabilities.ts'

const FORMATS = ['parquet', 'jsonl', 'csv'] as const satisfies readonly FileFormat[]

/** A format that tables of a dataset are kept in. */
export type KeptFormat = (typeof FORMATS)[number]

/** The format of a file by the end of its name, `.gz` left aside; undefined: none that is read. */
export function formatOfKey(key: string): KeptFormat | undefined {
  const name = key.replace(/\.gz$/, '')
  return FORMATS.find((format) => name.endsWith(`.${format}`))
}
