import { RESUME, readSaved } from '../extract/resume/saved-resume.ts'
import { deletePageLog } from '../package/page-log/page-log.ts'
import type { BuildOptions } from './build-sources.ts'
import type { Refresh } from './refresh.ts'
import { withoutResumes } from './source-states.ts'
import { type PipelineState, type SourceState, withSourceState } from './state.ts'
import type { Workspace } from './workspace.ts'

/** The run that sources of this one have not finished; undefined: there is none. */
export function unfinishedRun({ sources, workspace }: Pick<BuildOptions, 'sources' | 'workspace'>): string | undefined {
  const left = sources.flatMap(({ name }) => savedIn(workspace.state.sources?.[name]))
  return left.find(({ run }) => run !== undefined)?.run
}

/** An independent resource that a run has not read to its end. */
export interface Unfinished {
  readonly source: string
  readonly resource: string
  /** Pages that are loaded or sealed. */
  readonly pages: number
}

/** What the next run goes on with, as far as packages hold it; pages that are only logged are not counted. */
export function unfinishedIn(state: PipelineState): readonly Unfinished[] {
  return Object.entries(state.sources ?? {}).flatMap(([source, { resources = {} }]) =>
    Object.entries(resources).flatMap(([resource, own]) => {
      const { reading } = readSaved(own[RESUME]) ?? {}
      return reading === undefined || reading.done ? [] : [{ source, resource, pages: reading.pages }]
    }),
  )
}

/** What is to be started anew. What an unfinished run has started anew before is not: its rows would be lost. */
export function refreshOf(before: SourceState | undefined, refresh: Refresh | undefined): Refresh | undefined {
  const begun = savedIn(before).find(({ run }) => run !== undefined)
  return begun !== undefined && begun.refresh === refresh ? undefined : refresh
}

/** State and schemas without what an unfinished run has left, whose logged pages are deleted. */
export async function forgetUnfinished(
  { state, ...rest }: Workspace,
  { engine, sources }: Pick<BuildOptions, 'engine' | 'sources'>,
): Promise<Workspace> {
  let forgotten = state
  for (const { name } of sources) {
    await deletePageLog(engine.folder, name)
    forgotten = withSourceState(forgotten, name, withoutResumes(forgotten.sources?.[name]))
  }
  return { ...rest, state: forgotten }
}

/** What is said where a new refresh takes the place of an unfinished run; undefined: there is nothing to say. */
export function givenUpText(before: SourceState | undefined, refresh: Refresh | undefined): string | undefined {
  if (refresh === undefined || savedIn(before).length === 0) return undefined
  return `An unfinished run was given up for the refresh ${refresh}: everything is read from the beginning.`
}

function savedIn(state: SourceState | undefined) {
  return Object.values(state?.resources ?? {}).flatMap((resource) => readSaved(resource[RESUME]) ?? [])
}
