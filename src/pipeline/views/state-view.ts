import type { CursorReport } from '../../contracts/incremental.ts'
import { readCursorState } from '../../extract/incremental/cursor-state.ts'
import { PARENT_CURSORS } from '../../extract/incremental/parent-cursors.ts'
import { cursorsApart } from '../../extract/resume/saved-resume.ts'
import type { DataDirOptions } from '../../package/working-folder.ts'
import { isRecord } from '../../values/is-record.ts'
import type { PipelineState } from '../state.ts'
import { readTraces, type Trace } from '../trace.ts'
import { type Unfinished, unfinishedIn } from '../unfinished.ts'
import { localPipeline } from './local-pipeline.ts'
import { plainState } from './plain-state.ts'

/** The state of a pipeline to be looked at. */
export interface StateView {
  readonly version: number
  /** dlt's document as plain JSON, without what a secret is. */
  readonly document: unknown
  readonly cursors: readonly CursorView[]
  readonly unfinished: readonly Unfinished[]
}

/** Where a cursor stands, and where it went in the runs that are remembered. */
export interface CursorView {
  readonly source: string
  readonly resource: string
  readonly cursorPath: string
  readonly initialValue?: unknown
  readonly lastValue?: unknown
  /** Of the last run that read it, as what follows. */
  readonly from?: unknown
  readonly to?: unknown
  readonly at?: string
  readonly kept?: number
  readonly leftOut?: CursorReport['leftOut']
  /** Rows of the parent that have one each. */
  readonly parents?: number
  /** Its values after the last runs, the oldest first. */
  readonly history: readonly { readonly at: string; readonly value: unknown }[]
}

/** @throws ConfigError `unknown_pipeline`. */
export async function readStateView(name: string, options: DataDirOptions = {}): Promise<StateView> {
  const { folder, workspace } = await localPipeline(name, options)
  return stateView(workspace.state, await readTraces(folder))
}

/** @param traces The newest first. */
export function stateView(state: PipelineState, traces: readonly Trace[]): StateView {
  return {
    version: state._state_version,
    document: plainState(state),
    cursors: cursorsOf(state).map((cursor) => ({ ...cursor, ...movesOf(cursor, traces) })),
    unfinished: unfinishedIn(state),
  }
}

type Standing = Pick<CursorView, 'source' | 'resource' | 'cursorPath' | 'initialValue' | 'lastValue' | 'parents'>

function cursorsOf(state: PipelineState): readonly Standing[] {
  return Object.entries(state.sources ?? {}).flatMap(([source, { resources = {} }]) =>
    Object.entries(resources).flatMap(([resource, own]) => {
      const { incremental, [PARENT_CURSORS]: parents } = cursorsApart(own).cursors
      const single = entriesOf(incremental).flatMap(([cursorPath, stored]) => {
        const cursor = readCursorState(stored)
        if (cursor === undefined) return []
        const [initialValue, lastValue] = [plainState(cursor.initial_value), plainState(cursor.last_value)]
        return [{ source, resource, cursorPath, initialValue, lastValue }]
      })
      return [...single, ...ofParents(parents).map((one) => ({ source, resource, ...one }))]
    }),
  )
}

/** One line for all rows of a parent: there may be thousands. */
function ofParents(stored: unknown): readonly Pick<CursorView, 'cursorPath' | 'parents'>[] {
  const parents = entriesOf(stored).find(([key]) => key === 'parents')?.[1]
  const all = entriesOf(parents)
  const paths = new Set(
    all.flatMap(([, own]) =>
      entriesOf(entriesOf(own).find(([key]) => key === 'incremental')?.[1]).map(([path]) => path),
    ),
  )
  return [...paths].map((cursorPath) => ({ cursorPath, parents: all.length }))
}

function movesOf(
  cursor: Standing,
  traces: readonly Trace[],
): Pick<CursorView, 'from' | 'to' | 'at' | 'kept' | 'history'> {
  const moves = traces.flatMap((trace) => {
    const report = reportOf(cursor, trace)
    return report === undefined ? [] : [{ at: trace.finishedAt, report }]
  })
  const history = moves
    .filter(({ report }) => report.to !== undefined && report.to !== null)
    .map(({ at, report }) => ({ at, value: report.to }))
    .toReversed()
  const [last] = moves
  if (last === undefined) return { history }
  const { from, to, kept, leftOut } = last.report
  const moved = { at: last.at, kept, leftOut, history }
  return { ...moved, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
}

/** What a run says of a cursor; a source that gave nothing to load has no package that names it. */
function reportOf({ source, resource, cursorPath }: Standing, { packages, idle }: Trace): CursorReport | undefined {
  const reports = [...packages.filter(({ schemaName }) => schemaName === source).map(({ report }) => report), ...idle]
  return reports
    .flatMap(({ cursors = [] }) => cursors)
    .findLast((one) => one.resource === resource && one.cursorPath === cursorPath)
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isRecord(value) ? Object.entries(value) : []
