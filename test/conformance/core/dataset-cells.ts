/** The SQL that reads a column so that nothing of its value is lost. `column` is quoted. */
export function selectCell(column: string, type: string): string {
  if (type === 'TIMESTAMP WITH TIME ZONE') return `CAST(epoch_us(${column}) AS VARCHAR)`
  if (type.startsWith('TIMESTAMP')) return `CAST(epoch_us(CAST(${column} AS TIMESTAMP)) AS VARCHAR)`
  if (type === 'BLOB') return `to_base64(${column})`
  if (type === 'BOOLEAN' || type === 'DOUBLE' || type === 'FLOAT') return column
  return `CAST(${column} AS VARCHAR)`
}

/** A cell read that way, in the form in which the cases record a value of this database type. */
export function taggedCell(value: unknown, type: string): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return { $float: 'nan' }
    if (!Number.isFinite(value)) return { $float: value > 0 ? 'inf' : '-inf' }
    return Number.isInteger(value) ? { $float: String(value) } : value
  }
  const content = String(value)
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type)) {
    return Number.isSafeInteger(Number(content)) ? Number(content) : { $int: content }
  }
  if (type.startsWith('DECIMAL')) return { $decimal: content }
  if (type.startsWith('TIMESTAMP')) return { $datetime: isoText(BigInt(content), type.endsWith('ZONE')) }
  if (type === 'DATE') return { $date: content }
  if (type.startsWith('TIME')) return { $time: content }
  if (type === 'BLOB') return { $bytes: content }
  return content
}

function isoText(micros: bigint, zoned: boolean): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const seconds = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(0, 19)
  return `${seconds}${fraction === 0n ? '' : `.${String(fraction).padStart(6, '0')}`}${zoned ? '+00:00' : ''}`
}
