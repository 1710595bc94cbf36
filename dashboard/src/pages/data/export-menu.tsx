import { useState } from 'preact/hooks'
import type { Problem } from '../../../../src/dashboard/api/problem.ts'
import { RequestFailed } from '../../api/request.ts'
import { ProblemNote } from '../../design/problem-note.tsx'
import { Spinner } from '../../design/spinner.tsx'
import type { TableView } from '../../filters/table-view.ts'
import { PopoverButton } from '../../overlay/popover-button.tsx'
import { saveExport } from './save-export.ts'

/** Which rows are exported. */
export interface ExportMenuProps {
  readonly name: string
  /** What is exported: a table as it is looked at, or a statement. */
  readonly of: { readonly view: TableView } | { readonly sql: string }
  readonly disabled?: boolean
}

type Progress =
  | { readonly state: 'ready' | 'going' }
  | { readonly state: 'done'; readonly limited: string | undefined }
  | { readonly state: 'failed'; readonly problem: Problem }

/** Saves what is looked at as a file, all rows of it, and says what cut it short. */
export function ExportMenu({ name, of, disabled = false }: ExportMenuProps) {
  const [progress, setProgress] = useState<Progress>({ state: 'ready' })
  const save = (format: 'csv' | 'parquet') => {
    setProgress({ state: 'going' })
    saveExport(name, of, format).then(
      (limited) => setProgress({ state: 'done', limited }),
      (error: unknown) => setProgress({ state: 'failed', problem: problemOf(error) }),
    )
  }
  return (
    <PopoverButton text="Export" icon="download" disabled={disabled}>
      {() => (
        <>
          <button type="button" class="popover-item" disabled={progress.state === 'going'} onClick={() => save('csv')}>
            CSV
          </button>
          <button
            type="button"
            class="popover-item"
            disabled={progress.state === 'going'}
            onClick={() => save('parquet')}
          >
            Parquet
          </button>
          <div class="popover-part popover-line" role="status">
            {progress.state === 'ready' && (
              <p class="soft">All rows that the filters leave, not only those in sight.</p>
            )}
            {progress.state === 'going' && <Spinner label="Writing the file" />}
            {progress.state === 'done' && <p>{progress.limited ?? 'Saved. It is whole.'}</p>}
            {progress.state === 'failed' && <ProblemNote problem={progress.problem} />}
          </div>
        </>
      )}
    </PopoverButton>
  )
}

function problemOf(error: unknown): Problem {
  if (error instanceof RequestFailed) return error.problem
  return { code: 'export_failed', message: error instanceof Error ? error.message : String(error) }
}
