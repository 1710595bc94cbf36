/** A name as standard SQL writes it: between double quotes, of which those inside are doubled. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
