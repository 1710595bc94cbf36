import { snakeCase } from '../naming/snake-case.ts'

/** A shorter name would be that of many a column. */
const SHORTEST_NAME = 8

/** How a secret stands in SQL, HTML, Markdown, ASCII alone, the output of a database, and as the name of a column that was made of it. */
export function writtenForms(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const uri = encodeURI(secret.toWellFormed())
  const forms = [
    json.replace(/[\u007f-\uffff]/g, asUnicode),
    json.replace(/[<>&'\u007f-\uffff]/g, asUnicode),
    asHtml(secret).replaceAll("'", '&#39;'),
    asHtml(secret).replaceAll("'", '&#x27;'),
    secret.replaceAll("'", "''"),
    secret.replaceAll('\\', '\\\\').replaceAll('|', '\\|'),
    uri,
    uri.replaceAll("'", '%27'),
    encodeURIComponent(encodeURIComponent(secret.toWellFormed())),
    asBlob(secret),
    secret.normalize('NFD'),
    secret.normalize('NFC'),
  ]
  const name = snakeCase.normalize(secret)
  return [...forms, ...(name.length >= SHORTEST_NAME ? [name] : [])].filter((form) => form !== secret)
}

function asUnicode(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function asHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** As DuckDB prints bytes: letters stay, quotes and the rest are `\x22`. */
function asBlob(text: string): string {
  const chars = [...Buffer.from(text, 'utf8')].map((byte) => {
    const isPlain = byte >= 32 && byte < 127 && !/["'\\]/.test(String.fromCharCode(byte))
    return isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`
  })
  return chars.join('')
}
