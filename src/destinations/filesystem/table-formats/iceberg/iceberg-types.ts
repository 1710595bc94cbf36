import { DestinationError } from '../../../../errors/tolva-error.ts'
import type { Column, Json } from '../../../../schema/stored.ts'
import type { FormatColumn } from '../table-format.ts'

const TO_DUCKDB: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  long: 'BIGINT',
  int: 'INTEGER',
  float: 'FLOAT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  binary: 'BLOB',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  uuid: 'UUID',
}

const TO_ICEBERG = new Map(Object.entries(TO_DUCKDB).map(([iceberg, duckdb]) => [duckdb, iceberg]))

/**
 * A type as an Iceberg schema has it, as DuckDB writes it.
 * @throws DestinationError `unsupported_table_feature` for nested types.
 */
export function duckDbType(type: Json | undefined): string {
  if (typeof type === 'string') {
    const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(type)
    if (decimal) return `DECIMAL(${decimal[1]},${decimal[2]})`
    if (type.startsWith('fixed[')) return 'BLOB'
    const known = TO_DUCKDB[type]
    if (known !== undefined) return known
  }
  throw new DestinationError(
    `a column of an Iceberg table has the type ${JSON.stringify(type)}, which is not known here`,
    {
      code: 'unsupported_table_feature',
      hint: 'Write the table anew without such a column.',
    },
  )
}

/** A type of DuckDB as an Iceberg schema has it. */
export function icebergType(type: string): string {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type)
  return decimal ? `decimal(${decimal[1]}, ${decimal[2]})` : (TO_ICEBERG.get(type) ?? 'string')
}

/** Digits that a decimal can have. */
const MAX_DIGITS = 38

/** How a column of the schema is declared: as dlt's tables have it; numbers of more than 38 digits are texts. */
export function columnOf(column: Column): FormatColumn {
  return { name: column.name, type: typeOf(column), nullable: column.nullable !== false }
}

function typeOf({ data_type: type, precision, scale, timezone }: Column): string {
  switch (type) {
    case 'bigint':
      if ((precision ?? 64) > 64) return `DECIMAL(${MAX_DIGITS},0)`
      return (precision ?? 64) <= 32 ? 'INTEGER' : 'BIGINT'
    case 'decimal': {
      const digits = precision ?? MAX_DIGITS
      return digits > MAX_DIGITS ? 'VARCHAR' : `DECIMAL(${digits},${scale ?? (precision === undefined ? 9 : 0)})`
    }
    case 'double':
      return 'DOUBLE'
    case 'bool':
      return 'BOOLEAN'
    case 'binary':
      return 'BLOB'
    case 'date':
      return 'DATE'
    case 'time':
      return 'TIME'
    case 'timestamp':
      return timezone === false ? 'TIMESTAMP' : 'TIMESTAMP WITH TIME ZONE'
    default:
      return 'VARCHAR'
  }
}
