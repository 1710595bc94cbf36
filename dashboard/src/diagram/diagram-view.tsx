import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Button } from '../design/button.tsx'
import { themeColor } from '../design/theme-color.ts'
import { DiagramDrawing } from './diagram-drawing.tsx'
import { diagramSvg } from './diagram-svg.ts'
import { centred, fitted, inSight, type Sight, zoomed } from './pan-zoom.ts'
import type { DiagramLayout, PlacedTable } from './placed-diagram.ts'
import './diagram.css'

interface DiagramViewProps {
  readonly layout: DiagramLayout
  readonly chosen: string | undefined
  readonly onChoose: (table: string) => void
  /** Name of the file that it is saved as, without its ending. */
  readonly fileName: string
  /** What stands beside the buttons. */
  readonly children: ComponentChildren
}

const STEP = 60
/** Below this scale, columns cannot be read and are not drawn. */
const READABLE = 0.42

/** A diagram that is moved and zoomed by mouse and keys: arrows move it, `+` and `-` zoom, `0` shows all of it. */
export function DiagramView({ layout, chosen, onChoose, fileName, children }: DiagramViewProps) {
  const place = useRef<HTMLElement>(null)
  const [sight, setSight] = useState<Sight>({ x: 0, y: 0, scale: 1 })
  const drag = useRef<{ readonly x: number; readonly y: number; readonly sight: Sight }>()
  const view = () => ({ width: place.current?.clientWidth ?? 0, height: place.current?.clientHeight ?? 0 })
  const middle = () => ({ x: view().width / 2, y: view().height / 2 })
  const fit = () => setSight(fitted(layout, view()))
  const zoom = (factor: number) => setSight((now) => zoomed(now, factor, middle()))

  useLayoutEffect(fit, [layout])
  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const box = element.getBoundingClientRect()
      const at = { x: event.clientX - box.left, y: event.clientY - box.top }
      setSight((now) => zoomed(now, Math.exp(-event.deltaY * 0.0016), at))
    }
    // Not passive: else the page would scroll as well.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const move: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => setSight((now) => ({ ...now, x: now.x + STEP })),
      ArrowRight: () => setSight((now) => ({ ...now, x: now.x - STEP })),
      ArrowUp: () => setSight((now) => ({ ...now, y: now.y + STEP })),
      ArrowDown: () => setSight((now) => ({ ...now, y: now.y - STEP })),
      '+': () => zoom(1.25),
      '=': () => zoom(1.25),
      '-': () => zoom(0.8),
      '0': fit,
    }
    const action = move[event.key]
    if (action === undefined) return
    event.preventDefault()
    action()
  }
  const onPointerMove = (event: PointerEvent) => {
    const from = drag.current
    if (from === undefined) return
    setSight({ ...from.sight, x: from.sight.x + event.clientX - from.x, y: from.sight.y + event.clientY - from.y })
  }
  const choose = useRef(onChoose)
  choose.current = onChoose
  // Columns are drawn where they can be read and seen: three hundred tables have thousands.
  const read = sight.scale < READABLE ? [] : inSight(layout.tables, sight, view())
  const readKey = read.map((table) => table.name).join('\n')
  const readable = useMemo(() => new Set(readKey.split('\n')), [readKey])
  // Moving the drawing changes one attribute; it is made anew only when other columns are to be read.
  const drawing = useMemo(
    () => (
      <DiagramDrawing
        layout={layout}
        chosen={chosen}
        readable={readable}
        onChoose={(table) => choose.current(table)}
        onFocus={(table: PlacedTable) => setSight((now) => centred(now, table, view()))}
      />
    ),
    [layout, chosen, readable],
  )
  return (
    <div class="diagram">
      <div class="diagram-bar">
        {children}
        <span class="diagram-buttons">
          <Button size="s" icon="minus" label="Zoom out" onClick={() => zoom(0.8)} />
          <span class="diagram-scale">{Math.round(sight.scale * 100)}%</span>
          <Button size="s" icon="plus" label="Zoom in" onClick={() => zoom(1.25)} />
          <Button size="s" onClick={fit}>
            Fit
          </Button>
          <Button size="s" icon="download" onClick={() => saveSvg(layout, fileName)}>
            SVG
          </Button>
        </span>
      </div>
      <section
        ref={place}
        class="diagram-place"
        aria-label={`Diagram of ${layout.tables.length} tables`}
        data-own-keys
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keys
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          drag.current = { x: event.clientX, y: event.clientY, sight }
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          drag.current = undefined
        }}
        onPointerLeave={() => {
          drag.current = undefined
        }}
      >
        <svg width="100%" height="100%" class={sight.scale < READABLE ? 'is-far' : undefined} aria-hidden={false}>
          <title>{`Diagram of ${layout.tables.length} tables`}</title>
          <g transform={`translate(${sight.x},${sight.y}) scale(${sight.scale})`}>{drawing}</g>
        </svg>
      </section>
    </div>
  )
}

function saveSvg(layout: DiagramLayout, fileName: string): void {
  const svg = diagramSvg(layout, {
    background: themeColor('--bg'),
    table: themeColor('--bg-raised'),
    head: themeColor('--bg-sunken'),
    line: themeColor('--line-strong'),
    text: themeColor('--text'),
    soft: themeColor('--text-soft'),
    link: themeColor('--text-faint'),
  })
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${fileName}.svg`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
