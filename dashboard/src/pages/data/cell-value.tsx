import type { PlacedColumn } from '../../grid/column-layout.ts'
import { ValueTree } from './value-tree.tsx'

interface CellValueProps {
  readonly value: unknown
  readonly column: Pick<PlacedColumn, 'dataType'>
}

/** Longer texts are shown up to here; copying takes all of them. */
const LONGEST = 200_000

/** A value in full: null and the empty text said in words, JSON as a tree, everything else as it stands. */
export function CellValue({ value, column }: CellValueProps) {
  if (value === null || value === undefined) return <p class="cell-word">null: no value</p>
  if (value === '') return <p class="cell-word">the empty text</p>
  if (typeof value === 'object') return <ValueTree value={value} />
  const parsed = typeof value === 'string' && column.dataType !== 'text' ? parsedJson(value) : undefined
  if (parsed !== undefined) return <ValueTree value={parsed} />
  const text = String(value)
  return (
    <>
      <pre class="cell-whole">{text.slice(0, LONGEST)}</pre>
      {text.length > LONGEST && (
        <p class="cell-word">
          Cut after {LONGEST} of {text.length} characters; copying takes all of them.
        </p>
      )}
    </>
  )
}

function parsedJson(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
