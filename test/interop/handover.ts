import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseExact } from '../../src/values/exact-json.ts'
import { beforeRun } from '../conformance/core/before-run.ts'
import { casePlayer } from '../conformance/core/case-player.ts'
import { type CaseInput, readScenario } from '../conformance/core/pipeline-case.ts'
import { readDataset } from '../conformance/core/read-dataset.ts'
import { knownSchemas, schemaTexts } from '../conformance/core/schema-texts.ts'
import type { RunSnapshot } from '../conformance/core/snapshot.ts'
import type { Stage } from '../conformance/core/stage.ts'
import { playWithDlt } from './dlt-player.ts'
import type { DltProcess } from './dlt-process.ts'

export type Tool = 'dlt' | 'tolva'

/** Plays a scenario on one dataset, each run by the tool that `tools` names for it in turn; returns what each run left behind. */
export async function handover(scenario: string, tools: readonly Tool[], dlt: DltProcess): Promise<RunSnapshot[]> {
  const input = readScenario(parseExact(new TextEncoder().encode(scenario)))
  const folder = await mkdtemp(join(tmpdir(), 'tolva-handover-'))
  try {
    const stage: Stage = {
      folder,
      file: join(folder, 'p.duckdb'),
      dataset: 'ds',
      form: 'bytes',
      signal: AbortSignal.timeout(60_000),
      since: Date.now(),
    }
    return await playInTurn({ input, scenario, stage }, tools, dlt)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Game {
  readonly input: CaseInput
  readonly scenario: string
  readonly stage: Stage
}

async function playInTurn({ input, scenario, stage }: Game, tools: readonly Tool[], dlt: DltProcess) {
  const place = { kind: 'duckdb', file: stage.file } as const
  const ours = casePlayer(input, stage)
  const snapshots: RunSnapshot[] = []
  for (const [index, run] of input.runs.entries()) {
    const tool = tools[index % tools.length]
    if (tool === 'dlt') await beforeDlt(run, input, stage)
    const outcome =
      tool === 'dlt'
        ? await playWithDlt(dlt, { place, folder: stage.folder, dataset: stage.dataset, scenario }, index)
        : await ours(run)
    const known = knownSchemas([...snapshots, outcome])
    snapshots.push({ ...outcome, tables: schemaTexts(await readDataset(stage), known) })
  }
  return snapshots
}

async function beforeDlt(run: CaseInput['runs'][number], input: CaseInput, stage: Stage): Promise<void> {
  await beforeRun(run, input, stage)
  if (run.before === 'drop_local') await rm(join(stage.folder, 'dlt'), { recursive: true, force: true })
}
