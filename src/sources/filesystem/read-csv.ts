import type { CsvOptions } from '../../contracts/page.ts'
import type { Transformer } from '../../contracts/resource.ts'
import { csvArguments } from '../../duckdb/csv-options.ts'
import { connectScratch } from '../../duckdb/scratch.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { FileItem } from './file-item.ts'
import type { CsvReading } from './options.ts'
import { type OpenedFile, readFiles } from './read-files.ts'
import { rowPages } from './row-pages.ts'

/**
 * Rows of csv files, also packed (`.gz`). Types come from all rows of the first file, and from the table from then on.
 * @throws ConfigError `invalid_csv_option`.
 */
export function readCsv(options: CsvReading = {}): Transformer<string, FileItem> {
  const { csv, onBadLine = 'raise' } = options
  if (csv !== undefined && ('ignore_errors' in csv || 'store_rejects' in csv)) throw uncounted()
  csvArguments(csv)
  return readFiles('read_csv', {
    key: JSON.stringify(csv ?? {}),
    async *read(opened, { needsRows, setAside }) {
      const { local, file } = opened
      if (onBadLine === 'skip')
        for (let left = await badLines(opened, csv); left > 0; left--) setAside?.('line that is no row')
      const read = onBadLine === 'skip' ? { ...csv, ignore_errors: true } : csv
      if (needsRows) yield* rowPages(opened, `read_csv(?, sample_size = -1${csvArguments(read)})`)
      else {
        const given = read === undefined ? {} : { csv: read }
        yield { file: local.path, format: 'csv', addDltId: true, from: { file: file.file_url }, ...given }
      }
    },
  })
}

/** How many lines of a file are no rows. */
async function badLines({ local }: OpenedFile, csv: CsvOptions | undefined): Promise<number> {
  await using duckDb = await connectScratch(local.path)
  const from = `read_csv(?, sample_size = -1${csvArguments(csv)}, store_rejects = true)`
  await duckDb.rows(`SELECT count(*) FROM ${from}`, [local.path])
  const [row] = await duckDb.rows('SELECT count(DISTINCT line) FROM reject_errors')
  return Number(row?.[0] ?? 0)
}

function uncounted(): ConfigError {
  return new ConfigError('the csv option ignore_errors leaves lines out without counting them', {
    code: 'invalid_csv_option',
    hint: "Use onBadLine: 'skip', which counts them in the report of the run.",
  })
}
