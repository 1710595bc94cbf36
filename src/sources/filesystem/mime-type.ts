const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  json: 'application/json',
  xml: 'text/xml',
  html: 'text/html',
  pdf: 'application/pdf',
  zip: 'application/zip',
  png: 'image/png',
  jpg: 'image/jpg',
  jpeg: 'image/jpeg',
}

const ENCODINGS: Readonly<Record<string, string>> = { gz: 'gzip', bz2: 'bzip2', xz: 'xz', br: 'br' }

/** Type and encoding of a file by its name, as dlt tells them: what is not known is `application/` and the ending. */
export function mimeType(name: string): { readonly type: string; readonly encoding?: string } {
  const [ending = '', before = ''] = name.split('.').slice(1).toReversed()
  const encoding = ENCODINGS[ending.toLowerCase()]
  const inner = encoding === undefined ? ending : before
  const known = TYPES[inner.toLowerCase()]
  const type = known ?? `application/${ending || 'octet-stream'}`
  return { type, ...(encoding !== undefined && { encoding }) }
}
