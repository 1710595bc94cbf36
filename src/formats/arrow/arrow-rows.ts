import type { Data, DataType, Table, Vector } from 'apache-arrow'
import { ConfigError, SchemaError, SourceError } from '../../errors/tolva-error.ts'
import { PlainDate, PlainTime, Timestamp } from '../../values/kinds.ts'

type Arrow = typeof import('apache-arrow')

/** A column of an Arrow stream. */
export interface ArrowColumn {
  readonly source: string
  /** DuckDB's name of its type; undefined: it holds nothing but null. */
  readonly type: string | undefined
  readonly nullable: boolean
}

/** A decoded Arrow stream. */
export interface ArrowRows {
  readonly columns: readonly ArrowColumn[]
  readonly rows: number
  /** Row by row the cells of some columns, and those of some others. */
  cells(
    sources: readonly string[],
    others: readonly string[],
  ): Iterable<readonly [readonly unknown[], readonly unknown[]]>
}

/**
 * Decodes Apache Arrow's IPC format.
 * @throws ConfigError `missing_package`, SourceError `arrow_unreadable`, SchemaError `unsupported_arrow_type`.
 */
export async function readArrow(bytes: Uint8Array): Promise<ArrowRows> {
  const arrow = await import('apache-arrow').catch((cause: unknown) => {
    throw new ConfigError('Arrow pages need the package apache-arrow, which is not installed', {
      code: 'missing_package',
      hint: 'npm install apache-arrow',
      cause,
    })
  })
  const table = decode(arrow, bytes)
  const columns = table.schema.fields.map(({ name, type, nullable }) => ({
    source: name,
    type: duckDbType(arrow, type, name),
    nullable,
  }))
  return {
    columns,
    rows: table.numRows,
    *cells(sources, others) {
      const [own, rest] = [sources, others].map((names) =>
        names.map((name) => reader(arrow, table.getChild(name), name)),
      )
      for (let row = 0; row < table.numRows; row++) {
        yield [own?.map((read) => read(row)) ?? [], rest?.map((read) => read(row)) ?? []]
      }
    },
  }
}

function decode(arrow: Arrow, bytes: Uint8Array): Table {
  try {
    return arrow.tableFromIPC(bytes)
  } catch (cause) {
    throw new SourceError(`an Arrow page cannot be read: ${cause instanceof Error ? cause.message : cause}`, {
      code: 'arrow_unreadable',
      hint: "Yield the bytes of an IPC stream or file: tableToIPC(table, 'stream').",
      cause,
    })
  }
}

/** DuckDB's name of a type; undefined for the type of nothing but null. */
function duckDbType(arrow: Arrow, type: DataType, column: string): string | undefined {
  const { DataType: is } = arrow
  if (is.isNull(type)) return undefined
  if (is.isDictionary(type)) return duckDbType(arrow, type.dictionary, column)
  if (is.isUtf8(type) || is.isLargeUtf8(type)) return 'VARCHAR'
  if (is.isBool(type)) return 'BOOLEAN'
  if (is.isFloat(type)) return 'DOUBLE'
  if (is.isInt(type)) return `${type.isSigned ? '' : 'U'}${INTEGERS[type.bitWidth]}`
  if (is.isBinary(type) || is.isLargeBinary(type) || is.isFixedSizeBinary(type)) return 'BLOB'
  if (is.isDecimal(type)) return `DECIMAL(${type.precision},${type.scale})`
  if (is.isDate(type)) return 'DATE'
  if (is.isTime(type)) return 'TIME'
  if (is.isTimestamp(type)) return ['TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP', 'TIMESTAMP_NS'][type.unit]
  if (is.isList(type) || is.isFixedSizeList(type) || is.isStruct(type) || is.isMap(type)) return 'JSON'
  throw unsupported(column, String(type))
}

const INTEGERS: Readonly<Record<number, string>> = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }

/** Nanoseconds, microseconds… of one unit, by Arrow's number of it: seconds, milli-, micro-, nanoseconds. */
const MICROS: readonly ((value: bigint, column: string) => bigint)[] = [
  (value) => value * 1_000_000n,
  (value) => value * 1000n,
  (value) => value,
  (value, column) => {
    if (value % 1000n === 0n) return value / 1000n
    throw new SchemaError(`column ${column} of an Arrow page has nanoseconds, of which microseconds can be kept`, {
      code: 'value_changed',
      hint: 'Round the times to microseconds before they are yielded.',
      context: { column },
    })
  },
]

/** How cells of a column are read; times from where they lie, since Arrow's own getter makes them doubles of milliseconds. */
function reader(arrow: Arrow, vector: Vector | null, column: string): (row: number) => unknown {
  if (vector === null) return () => null
  const { type } = vector
  const { DataType: is } = arrow
  if (is.isTimestamp(type)) {
    const micros = MICROS[type.unit]
    return raw(vector, (value) => new Timestamp(micros?.(value, column) ?? value, type.timezone === null ? null : 0))
  }
  if (is.isTime(type)) return raw(vector, (value) => new PlainTime(MICROS[type.unit]?.(value, column) ?? value))
  if (is.isDate(type)) return (row) => dateOf(vector.get(row))
  if (is.isDecimal(type)) return (row) => decimalOf(vector.get(row), type.scale)
  return (row) => plain(arrow, vector.get(row), column)
}

function raw(vector: Vector, make: (value: bigint) => unknown): (row: number) => unknown {
  return (row) => {
    let index = row
    for (const data of vector.data) {
      if (index < data.length) return data.getValid(index) ? make(BigInt(valueAt(data, index))) : null
      index -= data.length
    }
    return null
  }
}

/** The integer at a place of a chunk; its values are cut to the chunk already. */
function valueAt({ values }: Data, index: number): bigint | number {
  const value: unknown = values[index]
  return typeof value === 'bigint' || typeof value === 'number' ? value : 0
}

function dateOf(value: unknown): PlainDate | null {
  const millis = value instanceof Date ? value.getTime() : typeof value === 'number' ? value : undefined
  return millis === undefined ? null : new PlainDate(Math.floor(millis / 86_400_000))
}

/** A decimal from its words, the lowest first. */
function decimalOf(words: unknown, scale: number): string | null {
  if (!(words instanceof Uint32Array)) return null
  const bits = BigInt(words.length * 32)
  const unsigned = words.reduce((sum, word, index) => sum | (BigInt(word) << BigInt(32 * index)), 0n)
  const value = BigInt.asIntN(Number(bits), unsigned)
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${value < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`
}

/** Values that are what they are; lists and structs as lists and objects of such. */
function plain(arrow: Arrow, value: unknown, column: string): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (value instanceof arrow.Vector) return Array.from(value, (item: unknown) => plain(arrow, item, column))
  if (value instanceof arrow.StructRow || value instanceof arrow.MapRow) {
    const fields: readonly (readonly [string, unknown])[] = Object.entries(value.toJSON())
    return Object.fromEntries(fields.map(([key, item]) => [key, plain(arrow, item, column)]))
  }
  throw unsupported(column, value.constructor.name)
}

function unsupported(column: string, type: string): SchemaError {
  return new SchemaError(`column ${column} of an Arrow page has the type ${type}, which cannot be loaded`, {
    code: 'unsupported_arrow_type',
    hint: 'Cast the column to a text, number or time before it is yielded.',
    context: { column },
  })
}
