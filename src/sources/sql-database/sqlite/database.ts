import { access } from 'node:fs/promises'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Row } from '../../../contracts/page.ts'
import { SourceError } from '../../../errors/tolva-error.ts'
import { quoteName } from '../../../sql/quote-name.ts'
import { quoteText } from '../../../sql/quote-text.ts'
import { parseExact } from '../../../values/exact-json.ts'
import { toValue } from '../../../values/to-value.ts'
import { floatMark } from '../../float-mark.ts'
import type { SourceDatabase, TableRequest } from '../database.ts'
import { databaseProblem, talking } from '../database-problem.ts'
import type { ReflectedTable } from '../reflected.ts'
import { reflectedType } from './reflected-type.ts'

/** A session on a SQLite file, which is only read. @param path Absolute. */
export async function openSqlite(path: string): Promise<SourceDatabase> {
  const location = `sqlite:///${path}`
  await access(path).catch((cause: unknown) => {
    throw new SourceError(`there is no file ${path}`, {
      code: 'file_missing',
      hint: 'Name the file of the database: three slashes and a path from the project, four and an absolute one.',
      context: { file: path },
      cause,
    })
  })
  const { DatabaseSync } = await import('node:sqlite')
  const database = await talking({ location }, async () => new DatabaseSync(path, { readOnly: true }))
  return {
    dialect: {
      quote: quoteName,
      literal: (value) => (typeof value === 'string' ? quoteText(value) : String(value)),
    },
    tables: (request) => talking({ location }, async () => reflect(database, request)),
    async *rows({ sql, table, chunkSize }, signal) {
      const types = new Map(table.columns.map(({ name, type }) => [name, type?.dataType]))
      try {
        const statement = prepared(database, sql)
        let rows: Row[] = []
        for (const found of statement.iterate()) {
          rows.push(rowOf(found, types))
          if (rows.length < chunkSize) continue
          signal.throwIfAborted()
          yield rows
          rows = []
        }
        if (rows.length > 0) yield rows
      } catch (error) {
        throw databaseProblem(error, { location, table: table.name })
      }
    },
    async [Symbol.asyncDispose]() {
      database.close()
    },
  }
}

function prepared(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql)
  statement.setReadBigInts(true)
  return statement
}

/** Integers as numbers where those are exact; what the declared type says JSON is, is parsed. */
function rowOf(found: Readonly<Record<string, unknown>>, types: ReadonlyMap<string, string | undefined>): Row {
  const row: Record<string, unknown> = {}
  const floats: string[] = []
  for (const name of Object.keys(found)) {
    const value = found[name]
    if (typeof value === 'bigint') row[name] = isSafe(value) ? Number(value) : value
    else if (typeof value === 'string' && types.get(name) === 'json') row[name] = jsonOf(value)
    else row[name] = value
    if (typeof value === 'number' && Number.isInteger(value)) floats.push(name)
  }
  return floats.length === 0 ? row : { ...row, ...floatMark(floats) }
}

function isSafe(value: bigint): boolean {
  return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER
}

function jsonOf(text: string): unknown {
  return toValue(parseExact(Buffer.from(text))) ?? null
}

function reflect(database: DatabaseSync, { schema = 'main', names, includeViews }: TableRequest) {
  const master = database.prepare(
    `SELECT name, type FROM ${quoteName(schema)}.sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
  )
  const wanted = master.all().filter(({ name, type }) => {
    if (names !== undefined) return names.includes(String(name))
    return type === 'table' || includeViews
  })
  return wanted.map(({ name }) => reflectTable(database, schema, String(name)))
}

function reflectTable(database: DatabaseSync, schema: string, table: string): ReflectedTable {
  const info = database
    .prepare('SELECT name, type, "notnull", pk FROM pragma_table_info(?, ?) ORDER BY cid')
    .all(table, schema)
  const keys = info.filter(({ pk }) => Number(pk) > 0).toSorted((a, b) => Number(a.pk) - Number(b.pk))
  return {
    schema: schema === 'main' ? undefined : schema,
    name: table,
    columns: info.map(({ name, type, notnull, pk }) => ({
      name: String(name),
      nullable: Number(notnull) === 0 && Number(pk) === 0,
      sqlType: String(type),
      ...reflectedType(String(type)),
    })),
    primaryKey: keys.map(({ name }) => String(name)),
  }
}
