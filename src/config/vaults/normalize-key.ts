/** A part of a secret's name as dlt writes it: without white space and without punctuation other than `-` and `_`. */
export function normalizeKey(part: string): string {
  return part.replace(/[\s!"#$%&'()*+,./:;<=>?@[\\\]^`{|}~]/g, '')
}
