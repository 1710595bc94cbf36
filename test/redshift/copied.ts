import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { eachMember } from '../../src/values/json-path.ts'

/** What a COPY of Redshift asks for. */
export interface CopyStatement {
  readonly target: string
  /** Empty: all of the table. */
  readonly columns: readonly string[]
  readonly url: string
  readonly format: 'jsonl' | 'parquet'
  readonly gzip: boolean
  readonly serializeToJson: boolean
  readonly truncates: boolean
  readonly access: Access
}

/** Whom the bucket is read as. */
export type Access =
  | { readonly role: string }
  | { readonly keyId: string; readonly secret: string; readonly token: string | undefined }

/** A column of the target: its type as the catalog writes it. */
export interface TargetColumn {
  readonly name: string
  readonly type: string
}

/** Takes a COPY apart. @throws Error that says what Redshift has against it. */
export function parseCopy(sql: string): CopyStatement {
  const match = /^COPY (\S+?)(?: \(([^)]*)\))? FROM '([^']*)'/i.exec(sql)
  if (match === null) throw new Error('COPY is no COPY of Redshift')
  const [, target = '', list, url = ''] = match
  const isParquet = /\bFORMAT (AS )?PARQUET\b/i.test(sql)
  if (!isParquet && !/\bFORMAT (AS )?JSON 'auto'/i.test(sql)) throw new Error('COPY names no format')
  if (isParquet && /\b(REGION|GZIP|DATEFORMAT|TIMEFORMAT|MAXERROR)\b/i.test(sql))
    throw new Error('COPY options that are not supported for columnar formats')
  if (isParquet && list !== undefined) throw new Error('a column list is not supported for columnar formats')
  if (!/\bMANIFEST\b/i.test(sql)) throw new Error('COPY without MANIFEST would read all with that prefix')
  return {
    target,
    url,
    columns: list?.split(', ').map((name) => name.replaceAll('"', '')) ?? [],
    format: isParquet ? 'parquet' : 'jsonl',
    gzip: /\bGZIP\b/i.test(sql),
    serializeToJson: /\bSERIALIZETOJSON\b/i.test(sql),
    truncates: /\bTRUNCATECOLUMNS\b/i.test(sql),
    access: accessOf(sql),
  }
}

function accessOf(sql: string): Access {
  const role = /\bIAM_ROLE (?:'([^']*)'|(default))/i.exec(sql)
  if (role !== null) return { role: role[1] ?? role[2] ?? '' }
  const text = /\bCREDENTIALS '((?:[^']|'')*)'/i.exec(sql)?.[1]
  if (text === undefined) throw new Error('COPY names no credentials')
  const parts = new Map(
    text.split(';').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
  )
  const [keyId, secret] = [parts.get('aws_access_key_id'), parts.get('aws_secret_access_key')]
  if (keyId === undefined || secret === undefined) throw new Error('COPY has no access key')
  return { keyId, secret, token: parts.get('token') }
}

/** The rows of a file as csv of PostgreSQL, in the order of `columns`. */
export async function csvOf(file: Buffer, copy: CopyStatement, columns: readonly TargetColumn[]): Promise<string> {
  if (copy.format === 'parquet') return parquetCsv(file, copy, columns)
  if (copy.gzip !== (file[0] === 0x1f && file[1] === 0x8b)) throw new Error('the file is not compressed as COPY says')
  const bytes = copy.gzip ? gunzipSync(file) : file
  const lines: string[] = []
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from)
    lines.push(jsonLine(bytes.subarray(from, end), columns))
    from = end + 1
  }
  return lines.join('')
}

/** Keys go to columns of the very name; others are left out, as `auto` does. */
function jsonLine(line: Buffer, columns: readonly TargetColumn[]): string {
  const fields = new Map<string, string>()
  eachMember(line, { start: 0, end: line.length }, (value, key) => {
    if (key === undefined) return
    fields.set(JSON.parse(line.toString('utf8', key.start, key.end)), line.toString('utf8', value.start, value.end))
  })
  const cells = columns.map(({ name, type }) => {
    const json = fields.get(name)
    if (json === undefined || (json === 'null' && type !== 'super')) return ''
    if (type === 'super') return quoted(json)
    const text = json.startsWith('"') ? String(JSON.parse(json)) : json
    return quoted(fitting(text, name, type))
  })
  return `${cells.join(',')}\n`
}

/** Widths are in bytes there. */
function fitting(text: string, name: string, type: string): string {
  const width = Number(/^character varying\((\d+)\)$/.exec(type)?.[1] ?? Number.POSITIVE_INFINITY)
  if (Buffer.byteLength(text) <= width) return text
  throw new Error(
    `Load into table failed, check sys_load_error_detail: string length exceeds DDL length of column ${name}`,
  )
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** Columns go by their order, and there must be as many. */
async function parquetCsv(file: Buffer, copy: CopyStatement, columns: readonly TargetColumn[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-redshift-'))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const path = join(folder, 'file.parquet')
    await writeFile(path, file)
    await connection.run("SET TimeZone = 'UTC'")
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet('${path}')`)
    const found = described
      .getRowObjects()
      .map((row) => ({ name: String(row.column_name), type: String(row.column_type) }))
    if (found.length !== columns.length) {
      throw new Error(`the file has ${found.length} columns and the table ${columns.length}`)
    }
    const cells = found.map((column, index) => parquetCell(column, columns[index], copy))
    const out = join(folder, 'out.csv')
    await connection.run(
      `COPY (SELECT ${cells.join(', ')} FROM read_parquet('${path}')) TO '${out}' (FORMAT csv, HEADER false, FORCE_QUOTE *)`,
    )
    return await readFile(out, 'utf8')
  } finally {
    connection.closeSync()
    instance.closeSync()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Types that Redshift calls an incompatible Parquet schema are errors. */
function parquetCell(
  { name, type }: { readonly name: string; readonly type: string },
  target: TargetColumn | undefined,
  { serializeToJson }: CopyStatement,
): string {
  const column = `"${name.replaceAll('"', '""')}"`
  const wanted = target?.type ?? ''
  const takes = PARQUET_TYPES.find(([kind]) => kind.test(wanted))?.[1]
  if (takes?.test(type) !== true || (wanted === 'super' && !serializeToJson)) {
    throw new Error(`column ${name} has an incompatible Parquet schema: ${type} for ${wanted}`)
  }
  return type === 'BLOB' ? `'\\x' || lower(hex(${column}))` : `CAST(${column} AS VARCHAR)`
}

const PARQUET_TYPES: readonly (readonly [RegExp, RegExp])[] = [
  [/^character varying/, /^VARCHAR$/],
  [/^super$/, /^(JSON|VARCHAR|STRUCT|MAP|.*\[\])/],
  [/^(smallint|integer|bigint)$/, /^(TINYINT|SMALLINT|INTEGER|BIGINT)$/],
  [/^double precision$/, /^(DOUBLE|FLOAT)$/],
  [/^boolean$/, /^BOOLEAN$/],
  [/^date$/, /^DATE$/],
  [/^timestamp/, /^TIMESTAMP/],
  [/^numeric/, /^DECIMAL/],
  [/^varbinary$/, /^BLOB$/],
]
