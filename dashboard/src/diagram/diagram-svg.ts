import { HEAD_HEIGHT, LINE_HEIGHT } from './diagram-graph.ts'
import { linkPath } from './link-path.ts'
import type { DiagramLayout, PlacedTable } from './placed-diagram.ts'

/** Colours of a diagram that stands by itself. */
export interface DiagramColors {
  readonly background: string
  readonly table: string
  readonly head: string
  readonly line: string
  readonly text: string
  readonly soft: string
  readonly link: string
}

/** A diagram as the text of an SVG file. */
export function diagramSvg({ tables, links, width, height }: DiagramLayout, colors: DiagramColors): string {
  const box = `${-16} ${-16} ${Math.ceil(width) + 32} ${Math.ceil(height) + 32}`
  const paths = links.map((link) => {
    const dashes = link.isNested ? '' : ' stroke-dasharray="5 3"'
    return `<path d="${linkPath(link.points)}" fill="none" stroke="${colors.link}" stroke-width="1.3"${dashes}/>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect x="-16" y="-16" width="${Math.ceil(width) + 32}" height="${Math.ceil(height) + 32}" fill="${colors.background}"/>`,
    ...paths,
    ...tables.map((table) => tableSvg(table, colors)),
    '</svg>',
  ].join('\n')
}

function tableSvg(table: PlacedTable, colors: DiagramColors): string {
  const { x, y, width, height, name, columns, more } = table
  const lines = columns.map((column, i) => {
    const top = HEAD_HEIGHT + i * LINE_HEIGHT + 15
    const key = column.key === undefined ? '' : `${column.key} `
    return `<text x="10" y="${top}" fill="${colors.text}">${escaped(key + column.name)}</text><text x="${width - 10}" y="${top}" text-anchor="end" fill="${colors.soft}" font-size="11">${escaped(column.type)}</text>`
  })
  const rest =
    more > 0
      ? `<text x="10" y="${HEAD_HEIGHT + columns.length * LINE_HEIGHT + 15}" fill="${colors.soft}">${more} more</text>`
      : ''
  return [
    `<g transform="translate(${Math.round(x)},${Math.round(y)})">`,
    `<rect width="${width}" height="${height}" rx="6" fill="${colors.table}" stroke="${colors.line}"/>`,
    `<path d="M0,${HEAD_HEIGHT}H${width}" stroke="${colors.line}"/>`,
    `<text x="10" y="20" font-weight="600" fill="${colors.text}">${escaped(name)}</text>`,
    ...lines,
    rest,
    '</g>',
  ].join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
