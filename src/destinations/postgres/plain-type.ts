/** A type without its length, as `format_type` or the schema writes it; both texts are `varchar`, which differ in nothing. */
export function plainType(type: string): string {
  const name = type.replace(/ ?\([^)]*\)/, '')
  return name === 'character varying' || name === 'text' ? 'varchar' : name
}
