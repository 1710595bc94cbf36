import { type Dataset, type Pipeline, TolvaError } from '../../index.ts'

type Row = Readonly<Record<string, unknown>>

/** Rows of each table in an order of their own, without what differs from run to run; nested rows name their parents. */
export type Contents = Readonly<Record<string, readonly string[]>>

/** What a pipeline's dataset holds, so that two datasets of different engines can be compared. */
export async function contents(loaded: Pipeline): Promise<Contents> {
  const dataset = loaded.dataset()
  const schemas = [...(await loaded.schemas()).values()]
  const parents = new Map(
    schemas.flatMap(({ tables }) => [...tables.values()].map((table) => [table.name, table.parent])),
  )
  const rows = new Map<string, readonly Row[]>()
  for (const name of await dataset.tables()) rows.set(name, await rowsOf(dataset, name))
  const told = (name: string, row: Row): string => {
    const parent = parents.get(name)
    const above = parent ? rows.get(parent)?.find((one) => one._dlt_id === row._dlt_parent_id) : undefined
    const own = Object.entries(row).filter(([key]) => !key.startsWith('_dlt_') || key === '_dlt_list_idx')
    const from = parent ? { below: above === undefined ? 'nothing' : told(parent, above) } : {}
    return JSON.stringify({ ...from, ...Object.fromEntries(own.sort()) }, plain)
  }
  return Object.fromEntries([...rows].map(([name, all]) => [name, all.map((row) => told(name, row)).sort()]))
}

/** A table that no load has made yet has no rows. */
async function rowsOf(dataset: Dataset, table: string): Promise<readonly Row[]> {
  try {
    return await dataset.table(table).rows({ bigint: 'bigint' })
  } catch (error) {
    if (error instanceof TolvaError && error.code === 'undefined_relation') return []
    throw error
  }
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`
  return Object.is(value, -0) ? '-0' : value
}
