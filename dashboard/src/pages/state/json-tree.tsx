import { useCallback, useMemo, useRef, useState } from 'preact/hooks'
import { Button } from '../../design/button.tsx'
import { SearchField } from '../../design/search-field.tsx'
import { useCopy } from '../../design/use-copy.ts'
import { useVirtual } from '../../design/use-virtual.ts'
import { counted } from '../../format/numbers.ts'
import { jsonLines, pathsWith } from './json-node.ts'
import { JsonRow } from './json-row.tsx'

const ROW_HEIGHT = 24
/** So deep a document is open at first. */
const FIRST_DEPTH = 7
/** What holds more is closed at first. */
const FIRST_SIZE = 60

interface JsonTreeProps {
  readonly document: unknown
  readonly label: string
  readonly search: string
  readonly onSearch: (text: string) => void
}

/** A JSON document as a tree: opened part by part, searched, its paths and values copied. Draws what is seen. */
export function JsonTree({ document, label, search, onSearch }: JsonTreeProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map())
  const copy = useCopy()
  const hits = useMemo(
    () => (search.trim() === '' ? undefined : pathsWith(document, search.trim())),
    [document, search],
  )
  const lines = useMemo(() => {
    const all = jsonLines(document, (path, depth, size) => {
      const chosen = toggled.get(path)
      if (chosen !== undefined) return chosen
      return hits ? hits.around.has(path) : depth < FIRST_DEPTH && size <= FIRST_SIZE
    })
    return hits === undefined ? all : all.filter((line) => hits.found.has(line.path) || hits.around.has(line.path))
  }, [document, toggled, hits])
  const virtual = useVirtual({ count: lines.length, size: ROW_HEIGHT, scroller: () => scroller.current })
  const toggle = useCallback(
    (path: string, isOpen: boolean) => setToggled((before) => new Map(before).set(path, isOpen)),
    [],
  )
  return (
    <div class="json-tree">
      <div class="spread json-tools">
        <SearchField label="Find a key or value" value={search} onChange={onSearch} />
        <span class="soft">{hits && counted(hits.found.size, 'hit')}</span>
        <Button size="s" icon="copy" onClick={() => copy(JSON.stringify(document, null, 2))}>
          Copy all
        </Button>
      </div>
      <div ref={scroller} class="json-lines" role="tree" aria-label={label} data-own-keys>
        <div style={{ height: `${virtual.before}px` }} />
        {lines.slice(virtual.start, virtual.end).map((line) => (
          <JsonRow
            key={line.path}
            line={line}
            isHit={hits?.found.has(line.path) ?? false}
            onToggle={toggle}
            onCopy={copy}
          />
        ))}
        <div style={{ height: `${virtual.after}px` }} />
      </div>
    </div>
  )
}
