import { useMemo, useState } from 'preact/hooks'
import type { SchemaShape } from '../../../../src/dashboard/api/schema.ts'
import { Button } from '../../design/button.tsx'
import { Empty } from '../../design/empty.tsx'
import { ProblemNote } from '../../design/problem-note.tsx'
import { Spinner } from '../../design/spinner.tsx'
import { aroundTable, diagramGraph } from '../../diagram/diagram-graph.ts'
import { DiagramView } from '../../diagram/diagram-view.tsx'
import { useDiagramLayout } from '../../diagram/use-diagram-layout.ts'
import { counted } from '../../format/numbers.ts'

interface DiagramTabProps {
  readonly name: string
  readonly schema: SchemaShape
  readonly table: string | undefined
  readonly onTable: (table: string | undefined) => void
}

/** More tables are not readable at once, so that a table and its neighbours are shown first. */
const AT_ONCE = 40
/** More are not drawn at once, whoever asks. */
const AT_MOST = 400

/** The tables of a schema and how they hang together. */
export function DiagramTab({ name, schema, table, onTable }: DiagramTabProps) {
  const [withSystem, setSystem] = useState(false)
  const [wanted, setWanted] = useState<'all' | 'focus'>()
  const schemas = useMemo(() => [schema], [schema])
  const whole = useMemo(() => diagramGraph(schemas, withSystem), [schemas, withSystem])
  const count = whole.tables.length
  const isLarge = count > AT_ONCE
  const centre = whole.tables.some((one) => one.name === table) ? table : mostLinked(whole)
  const isFocus = count > AT_MOST || (wanted ?? (isLarge ? 'focus' : 'all')) === 'focus'
  const graph = useMemo(
    () => (isFocus && centre !== undefined ? aroundTable(whole, centre) : whole),
    [whole, isFocus, centre],
  )
  const { layout, problem } = useDiagramLayout(graph)
  if (count === 0) return <Empty title="There are no tables yet.">Run the pipeline, then they are here.</Empty>
  const about = isFocus ? (
    <span>
      <strong>{centre}</strong>
      {graph.tables.length > 1
        ? ` and ${counted(graph.tables.length - 1, 'neighbour')}`
        : ', which is linked to no other'}{' '}
      of {count} tables
    </span>
  ) : (
    <span>{counted(count, 'table')}</span>
  )
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      {layout === undefined && problem === undefined && (
        <Spinner label={`Laying out ${counted(graph.tables.length, 'table')}`} />
      )}
      {layout && (
        <DiagramView
          layout={layout}
          chosen={isFocus ? centre : table}
          onChoose={onTable}
          fileName={`${name}-${schema.name}`}
        >
          {about}
          {count <= AT_MOST ? (
            <Button size="s" kind="quiet" pressed={isFocus} onClick={() => setWanted(isFocus ? 'all' : 'focus')}>
              {isFocus ? 'Show all' : 'Only neighbours'}
            </Button>
          ) : (
            <span class="soft">More than {AT_MOST} are not drawn at once: choose a table.</span>
          )}
          <label class="schema-switch">
            <input type="checkbox" checked={withSystem} onChange={(event) => setSystem(event.currentTarget.checked)} />
            System tables
          </label>
        </DiagramView>
      )}
    </>
  )
}

function mostLinked({ tables, links }: ReturnType<typeof diagramGraph>): string | undefined {
  const counts = new Map<string, number>()
  for (const { from, to } of links) for (const name of [from, to]) counts.set(name, (counts.get(name) ?? 0) + 1)
  const [first] = [...counts].sort((a, b) => b[1] - a[1])
  return first?.[0] ?? tables[0]?.name
}
