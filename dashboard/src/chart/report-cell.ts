import type { VegaLiteSpec } from './chart-spec.ts'

/** A chart as a cell of a report: what a file `*.explore.ts` takes as it stands. */
export function reportCell(title: string, sql: string, spec: VegaLiteSpec): string {
  const { $schema: _, ...rest } = spec
  const statement = sql.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')
  const parts = JSON.stringify(rest, null, 2)
    .replace(/^\{\n/, '')
    .replace(/\n\}$/, ',')
    .replace(/^(\s*)"([A-Za-z]\w*)":/gm, '$1$2:')
  return `/** ${title.replaceAll('*/', '* /')} */
export async function ${cellName(title)}({ sql }: ReportContext) {
  const values = await sql(\`
${indented(statement, 4)}
  \`)
  return {
    data: { values },
${indented(parts, 2)}
  }
}
`
}

function cellName(title: string): string {
  const words = title.match(/[A-Za-z0-9]+/g) ?? []
  const [first = 'chart', ...others] = words.map((word) => word.toLowerCase())
  const name = [first, ...others.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)].join('')
  return /^\d/.test(name) ? `chart${name}` : name
}

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by))
}
