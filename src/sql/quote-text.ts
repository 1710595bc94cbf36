/** A text as standard SQL writes it: between single quotes, of which those inside are doubled. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
