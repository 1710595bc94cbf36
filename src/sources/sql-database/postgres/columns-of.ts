import type pg from 'pg'
import { quoteName } from '../../../sql/quote-name.ts'
import { decimalSize } from './reflected-type.ts'

/** A column of a result: how it is asked for, and how it arrives. */
export interface ResultColumn {
  readonly name: string
  /** Expression that gives it, with its name quoted. */
  readonly expression: string
  /** OID of the type of that. */
  readonly oid: number
  /** DuckDB's type of its text. */
  readonly duckDb: string
  /** DuckDB's expression of its value, where that is not the text cast to the type. */
  readonly value?: string
  /** true: decimals of any size, not all of which fit. */
  readonly unbounded?: boolean
}

const TEXT = { duckDb: 'VARCHAR', oid: 25 }
const JSON_OID = 114
const BYTEA = 17
const TIMETZ = 1266
const NUMERIC = 1700

const DUCKDB: Readonly<Record<number, string>> = {
  16: 'BOOLEAN',
  20: 'BIGINT',
  21: 'SMALLINT',
  23: 'INTEGER',
  26: 'BIGINT',
  114: 'JSON',
  700: 'DOUBLE',
  701: 'DOUBLE',
  1082: 'DATE',
  1083: 'TIME',
  1114: 'TIMESTAMP',
  1184: 'TIMESTAMPTZ',
  3802: 'JSON',
}

/** The columns of a query, by asking for none of its rows. Lists and composites arrive as JSON. */
export async function columnsOf(client: pg.Client, sql: string): Promise<readonly ResultColumn[]> {
  const { fields } = await client.query(`SELECT * FROM (${sql}\n) q LIMIT 0`)
  const unknown = [...new Set(fields.map(({ dataTypeID }) => dataTypeID))].filter((oid) => DUCKDB[oid] === undefined)
  const { rows } = await client.query<{ readonly oid: number; readonly typcategory: string }>(
    'SELECT oid::int8::float8 AS oid, typcategory FROM pg_catalog.pg_type WHERE oid = ANY ($1)',
    [unknown],
  )
  const categories = new Map(rows.map(({ oid, typcategory }) => [oid, typcategory]))
  return fields.map(({ name, dataTypeID, dataTypeModifier }) =>
    columnOf({ name, oid: dataTypeID, modifier: dataTypeModifier, category: categories.get(dataTypeID) }),
  )
}

interface Field {
  readonly name: string
  readonly oid: number
  readonly modifier: number
  readonly category: string | undefined
}

function columnOf({ name, oid, modifier, category }: Field): ResultColumn {
  const column = quoteName(name)
  if (category === 'A' || category === 'C') {
    return { name, expression: `to_json(${column})`, oid: JSON_OID, duckDb: 'JSON' }
  }
  if (oid === BYTEA) {
    return { name, expression: `encode(${column}, 'hex')`, oid, duckDb: 'VARCHAR', value: `unhex(${column})` }
  }
  if (oid === TIMETZ) {
    return { name, expression: `(${column} AT TIME ZONE 'UTC')::time`, oid: 1083, duckDb: 'TIME' }
  }
  if (oid === NUMERIC) return decimalColumn(name, modifier)
  const duckDb = DUCKDB[oid]
  return { name, expression: column, ...(duckDb === undefined ? TEXT : { duckDb, oid }) }
}

function decimalColumn(name: string, modifier: number): ResultColumn {
  const { precision = 38, scale = 9 } = decimalSize(modifier)
  const column = { name, expression: quoteName(name), oid: NUMERIC }
  if (modifier >= 0 && precision <= 38 && scale <= precision)
    return { ...column, duckDb: `DECIMAL(${precision},${scale})` }
  return { ...column, duckDb: 'VARCHAR', value: `CAST(${quoteName(name)} AS DECIMAL(38,9))`, unbounded: true }
}
