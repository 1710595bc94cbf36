/** A value as it stands in a statement. Redshift takes a backslash within a text for the beginning of an escape. */
export function literal(value: string | number | bigint | boolean | null): string {
  if (value === null) return 'NULL'
  return typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : String(value)
}
