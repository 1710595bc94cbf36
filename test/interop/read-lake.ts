import type { PhysicalColumn } from '../../src/contracts/destination.ts'
import { DEFAULT_LAYOUT, parseLayout } from '../../src/destinations/filesystem/layout/layout.ts'
import { lakeLoader } from '../../src/destinations/filesystem/loader.ts'
import { silentLogger } from '../../src/log/logger.ts'
import { fromStored } from '../../src/schema/stored-form.ts'
import type { Bucket } from '../../src/storage/bucket/bucket.ts'
import { selectCell, taggedCell } from '../conformance/core/dataset-cells.ts'
import { symbolicDataset } from '../conformance/core/dataset-symbols.ts'
import type { RunSnapshot, TableSnapshot } from '../conformance/core/snapshot.ts'

/** Reads a whole dataset of files in the form in which the cases record one, but for row ids, which stay as they are. */
export async function readLake(bucket: Bucket, dataset: string, since: number): Promise<RunSnapshot['tables']> {
  const context = {
    signal: new AbortController().signal,
    logger: silentLogger,
    now: Date.now,
    emit: () => {},
    projectDir: '/',
  }
  await using loader = lakeLoader({ bucket, dataset, layout: parseLayout(DEFAULT_LAYOUT), maxStateFiles: 100, context })
  const rowsOf = async (sql: string) => {
    const rows: (readonly unknown[])[] = []
    for await (const chunk of await loader.stream(sql)) rows.push(...chunk)
    return rows
  }
  const keys = await bucket.storage.list(`${dataset}/_dlt_version/`)
  const names = new Set(keys.map((key) => /([^/]+)__[^_]+__[^_]*$/.exec(key)?.[1] ?? ''))
  const tables = new Set<string>()
  for (const name of names) {
    const row = await loader.storedSchema({ name })
    if (row !== undefined) for (const table of fromStored(row.schema).tables.keys()) tables.add(table)
  }
  const found: Record<string, TableSnapshot> = {}
  for (const [table, columns] of await loader.columns([...tables].toSorted()))
    found[table] = tableOf(columns, await rowsOf(`SELECT ${listOf(columns)} FROM ${quote(table)}`))
  return symbolicDataset(found, since)
}

function listOf(columns: readonly PhysicalColumn[]): string {
  return columns.map(({ name, type }) => `${selectCell(quote(name), type)} AS ${quote(name)}`).join(', ')
}

function tableOf(columns: readonly PhysicalColumn[], rows: readonly (readonly unknown[])[]): TableSnapshot {
  return {
    columns: columns.map(({ name, type, nullable }) => [name, type, nullable] as const),
    rows: rows.map((row) =>
      Object.fromEntries(columns.map(({ name, type }, index) => [name, taggedCell(row[index], type)])),
    ),
  }
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
