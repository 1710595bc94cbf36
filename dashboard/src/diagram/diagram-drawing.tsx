import { HEAD_HEIGHT, LINE_HEIGHT } from './diagram-graph.ts'
import { linkPath } from './link-path.ts'
import type { DiagramLayout, PlacedTable } from './placed-diagram.ts'

interface DiagramDrawingProps {
  readonly layout: DiagramLayout
  readonly chosen: string | undefined
  /** Tables whose columns are drawn. */
  readonly readable: ReadonlySet<string>
  readonly onChoose: (table: string) => void
  /** A table got the focus by keys. */
  readonly onFocus: (table: PlacedTable) => void
}

/** Tables and links of a diagram, in its own coordinates. */
export function DiagramDrawing({ layout, chosen, readable, onChoose, onFocus }: DiagramDrawingProps) {
  return (
    <>
      {layout.links.map((link) => {
        const isChosen = link.from === chosen || link.to === chosen
        return (
          <path
            key={`${link.from} ${link.to} ${link.label}`}
            class={`diagram-link${link.isNested ? '' : ' is-declared'}${isChosen ? ' is-chosen' : ''}`}
            d={linkPath(link.points)}
          >
            <title>
              {link.isNested ? `${link.from} is nested in ${link.to}` : `${link.from} ${link.label} ${link.to}`}
            </title>
          </path>
        )
      })}
      {layout.tables.map((table) => (
        <TableBox
          key={table.name}
          table={table}
          isChosen={table.name === chosen}
          isReadable={readable.has(table.name)}
          onChoose={() => onChoose(table.name)}
          onFocus={() => onFocus(table)}
        />
      ))}
    </>
  )
}

interface TableBoxProps {
  readonly table: PlacedTable
  readonly isChosen: boolean
  readonly isReadable: boolean
  readonly onChoose: () => void
  readonly onFocus: () => void
}

function TableBox({ table, isChosen, isReadable, onChoose, onFocus }: TableBoxProps) {
  const { name, columns, more, width, height } = table
  const label = `${name}: ${[...columns.map((column) => column.name), ...(more > 0 ? [`${more} more`] : [])].join(', ')}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in a drawing
    <g
      class={`diagram-table${isChosen ? ' is-chosen' : ''}`}
      transform={`translate(${Math.round(table.x)},${Math.round(table.y)})`}
      role="button"
      tabIndex={0}
      aria-pressed={isChosen}
      data-table={name}
      onClick={onChoose}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && onFocus()}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        event.stopPropagation()
        onChoose()
      }}
    >
      <title>{label}</title>
      <rect class="diagram-box" width={width} height={height} rx={6} />
      <path class="diagram-rule" d={`M0,${HEAD_HEIGHT}H${width}`} />
      <text class="diagram-name" x={10} y={20}>
        {fittingEnd(name, width - 20, 7.9)}
      </text>
      {isReadable && <TableColumns table={table} />}
    </g>
  )
}

function TableColumns({ table: { columns, more, width } }: { readonly table: PlacedTable }) {
  return (
    <g class="diagram-columns">
      {columns.map((column, i) => {
        const y = HEAD_HEIGHT + i * LINE_HEIGHT + 15
        return (
          <g key={column.name}>
            {column.key && (
              <text class={`diagram-key is-${column.key.toLowerCase()}`} x={10} y={y}>
                {column.key}
              </text>
            )}
            <text class="diagram-column" x={column.key ? 32 : 10} y={y}>
              {fitting(column.name, width - 60 - column.type.length * 6, 6.7)}
            </text>
            <text class="diagram-type" x={width - 10} y={y}>
              {column.type}
            </text>
          </g>
        )
      })}
      {more > 0 && (
        <text class="diagram-type is-more" x={10} y={HEAD_HEIGHT + columns.length * LINE_HEIGHT + 15}>
          {more} more
        </text>
      )}
    </g>
  )
}

function fitting(text: string, width: number, character: number): string {
  const room = Math.max(4, Math.floor(width / character))
  return text.length > room ? `${text.slice(0, room - 1)}…` : text
}

/** Names of nested tables begin alike: their ends tell them apart. */
function fittingEnd(text: string, width: number, character: number): string {
  const room = Math.max(4, Math.floor(width / character))
  return text.length > room ? `…${text.slice(text.length - room + 1)}` : text
}
