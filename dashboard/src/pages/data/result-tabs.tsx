import { Icon } from '../../design/icon.tsx'
import { counted } from '../../format/numbers.ts'
import type { QueryResult } from './use-queries.ts'

interface ResultTabsProps {
  readonly results: readonly QueryResult[]
  readonly shown: number | undefined
  readonly onShow: (id: number) => void
  readonly onClose: (id: number) => void
}

/** The last results, to go between. */
export function ResultTabs({ results, shown, onShow, onClose }: ResultTabsProps) {
  return (
    <ul class="result-tabs" aria-label="Results">
      {results.map((result) => (
        <li key={result.id} class={result.id === shown ? 'is-shown' : undefined}>
          <button type="button" aria-current={result.id === shown} title={result.sql} onClick={() => onShow(result.id)}>
            {result.problem && <Icon name="bad" size={12} />}
            <span class="cut">{result.sql.replace(/\s+/g, ' ').trim().slice(0, 60)}</span>
            {result.grid && <span class="faint">{counted(result.grid.rows.length, 'row')}</span>}
          </button>
          <button type="button" aria-label="Close this result" onClick={() => onClose(result.id)}>
            <Icon name="close" size={11} />
          </button>
        </li>
      ))}
    </ul>
  )
}
