import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Grid } from '../../../../src/dashboard/api/data.ts'
import type { Problem } from '../../../../src/dashboard/api/problem.ts'
import { useRefresh } from '../../api/refresh.ts'
import { RequestFailed, request } from '../../api/request.ts'
import type { TableView } from '../../filters/table-view.ts'
import type { GridRows } from '../../grid/data-grid.tsx'
import { BLOCK_ROWS, blocksOf, type RowBlocks, rowIn, rowsKnown, withBlock } from '../../grid/row-blocks.ts'
import { tableBody } from './table-body.ts'

/** Rows of a table, read as they are looked at. */
export interface TableRows {
  readonly rows: GridRows
  readonly columns: Grid['columns']
  /** The first rows that came, for widths and guesses. */
  readonly sample: Grid['rows']
  /** What was said of the block that came last. */
  readonly answer: Pick<Grid, 'ms' | 'sql' | 'limited'> | undefined
  /** How many rows there are; undefined: they are being counted. */
  readonly total: number | undefined
  readonly problem: Problem | undefined
  /** What is shown belongs to what was looked at before. */
  readonly isStale: boolean
  readonly retry: () => void
}

interface Held {
  readonly key: string
  readonly blocks: RowBlocks
  readonly columns: Grid['columns']
  readonly sample: Grid['rows']
  readonly answer: TableRows['answer']
}

const NOTHING: Held = { key: '', blocks: new Map(), columns: [], sample: [], answer: undefined }
/** Somebody who drags the scrollbar passes many blocks without looking at them. */
const LOOKED_AT_MS = 70

/** Reads blocks of a table as they come into sight, and counts its rows beside that. */
export function useTableRows(name: string, view: TableView): TableRows {
  const { revision } = useRefresh()
  const [again, setAgain] = useState(0)
  const key = JSON.stringify([name, view])
  const [held, setHeld] = useState<Held>(NOTHING)
  const [problem, setProblem] = useState<{ readonly key: string; readonly problem: Problem }>()
  const [counted, setCounted] = useState<{ readonly key: string; readonly rows: number }>()
  const sight = useRef({ first: 0, end: BLOCK_ROWS })
  const latest = useRef(held)
  latest.current = held
  const pending = useRef(new Map<number, AbortController>())

  const ask = useCallback(
    (block: number, isNew: boolean) => {
      if (pending.current.has(block)) return
      const abort = new AbortController()
      pending.current.set(block, abort)
      const body = { ...tableBody(view), offset: block * BLOCK_ROWS, limit: BLOCK_ROWS }
      request({ route: 'tableRows', params: { name }, body }, abort.signal)
        .then(
          (grid) => {
            setProblem(undefined)
            setHeld((before) => heldWith(isNew || before.key !== key ? { ...NOTHING, key } : before, block, grid))
          },
          (error: unknown) => {
            if (!abort.signal.aborted) setProblem({ key, problem: problemOf(error) })
          },
        )
        .finally(() => {
          if (pending.current.get(block) === abort) pending.current.delete(block)
        })
    },
    [name, key],
  )

  useEffect(() => {
    const looked = latest.current.key === key ? blocksOf(sight.current.first, sight.current.end) : [0]
    setProblem(undefined)
    for (const [i, block] of (looked.length > 0 ? looked : [0]).entries()) ask(block, i === 0)
    const abort = new AbortController()
    const { table, where, loadId } = tableBody(view)
    const body = { table, where, ...(loadId !== undefined && { loadId }) }
    request({ route: 'tableCount', params: { name }, body }, abort.signal).then(
      ({ rows }) => setCounted({ key, rows }),
      // The rows say themselves what is wrong; without a count their end is found by looking.
      () => undefined,
    )
    return () => {
      abort.abort()
      for (const one of pending.current.values()) one.abort()
      pending.current.clear()
    }
  }, [ask, revision, again])

  const timer = useRef<ReturnType<typeof setTimeout>>()
  const show = useCallback(
    (first: number, end: number) => {
      sight.current = { first, end }
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        if (latest.current.key !== key) return
        const wanted = blocksOf(first, end)
        for (const [block, one] of pending.current) if (!wanted.includes(block)) stop(pending.current, block, one)
        for (const block of wanted) if (!latest.current.blocks.has(block)) ask(block, false)
      }, LOOKED_AT_MS)
    },
    [ask, key],
  )

  const total = counted?.key === held.key ? counted.rows : undefined
  const rows = useMemo((): GridRows => {
    const known = rowsKnown(held.blocks)
    const beyond = known.ends ? known.rows : known.rows + BLOCK_ROWS
    const isEmpty = held.key === ''
    return {
      count: isEmpty ? 0 : known.ends ? known.rows : (total ?? beyond),
      at: (row) => rowIn(held.blocks, row),
      show,
    }
  }, [held, total, show])
  const known = rowsKnown(held.blocks)
  return {
    rows,
    columns: held.columns,
    sample: held.sample,
    answer: held.answer,
    total: known.ends ? known.rows : total,
    problem: problem?.key === key ? problem.problem : undefined,
    isStale: held.key !== key,
    retry: useCallback(() => setAgain((count) => count + 1), []),
  }
}

function heldWith(before: Held, block: number, grid: Grid): Held {
  return {
    key: before.key,
    blocks: withBlock(before.blocks, block, grid.rows),
    columns: before.columns.length > 0 ? before.columns : grid.columns,
    sample: before.sample.length > 0 ? before.sample : grid.rows.slice(0, 200),
    answer: { ms: grid.ms, sql: grid.sql, limited: grid.limited },
  }
}

function stop(pending: Map<number, AbortController>, block: number, one: AbortController): void {
  one.abort()
  pending.delete(block)
}

function problemOf(error: unknown): Problem {
  if (error instanceof RequestFailed) return error.problem
  return { code: 'page_failed', message: error instanceof Error ? error.message : String(error) }
}
