import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseExact } from '../../src/values/exact-json.ts'
import { beforeRun } from '../conformance/core/before-run.ts'
import { casePlayer } from '../conformance/core/case-player.ts'
import { type CaseInput, type CaseRun, readScenario } from '../conformance/core/pipeline-case.ts'
import { knownSchemas, schemaTexts } from '../conformance/core/schema-texts.ts'
import type { RunSnapshot } from '../conformance/core/snapshot.ts'
import type { Stage } from '../conformance/core/stage.ts'
import { playWithDlt } from './dlt-player.ts'
import type { DltProcess } from './dlt-process.ts'
import { duckDbPlace, type MakePlace, type Place } from './place.ts'

/** Milliseconds for a scenario, on a machine that does much else too. */
export const PATIENCE = 180_000

export type Tool = 'dlt' | 'tolva'

export interface Handover {
  /** As JSON text. */
  readonly scenario: string
  /** Who does the first run, the second and so on, in turn. */
  readonly tools: readonly Tool[]
  readonly place?: MakePlace
}

/** Plays a scenario on one dataset, run by run; returns what each run left behind. */
export async function handover(game: Handover, dlt: DltProcess): Promise<RunSnapshot[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-handover-'))
  try {
    await using place = await (game.place ?? duckDbPlace)(folder)
    return await playInTurn(game, { folder, place, dlt })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Table {
  readonly folder: string
  readonly place: Place
  readonly dlt: DltProcess
}

async function playInTurn({ scenario, tools }: Handover, { folder, place, dlt }: Table) {
  const input = readScenario(parseExact(new TextEncoder().encode(scenario)))
  const stage: Stage = {
    folder,
    file: join(folder, 'p.duckdb'),
    dataset: 'ds',
    destination: place.ours,
    dropDataset: () => place.dropDataset('ds'),
    form: 'bytes',
    signal: AbortSignal.timeout(PATIENCE),
    since: Date.now(),
  }
  const ours = casePlayer(input, stage)
  const snapshots: RunSnapshot[] = []
  for (const [index, run] of input.runs.entries()) {
    const tool = tools[index % tools.length]
    // dlt keeps to a schema that it has while the state is unchanged, whoever changed the stored one.
    if (tool === 'dlt' && tools.length > 1) await forget(folder, 'dlt')
    const play = { place: place.theirs, folder, dataset: stage.dataset, scenario }
    const outcome =
      tool === 'dlt' ? await beforeDlt(run, input, stage).then(() => playWithDlt(dlt, play, index)) : await ours(run)
    const known = knownSchemas([...snapshots, outcome])
    snapshots.push({ ...outcome, tables: schemaTexts(await place.read(stage.dataset, stage.since), known) })
  }
  return snapshots
}

async function beforeDlt(run: CaseRun, input: CaseInput, stage: Stage): Promise<void> {
  await beforeRun(run, input, stage)
  if (run.before === 'drop_local') await forget(stage.folder, 'dlt')
}

function forget(folder: string, tool: Tool | undefined): Promise<void> {
  return rm(join(folder, tool === 'dlt' ? 'dlt' : 'data'), { recursive: true, force: true })
}
