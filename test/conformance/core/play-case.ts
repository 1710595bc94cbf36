import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { casePlayer } from './case-player.ts'
import type { PageForm } from './case-source.ts'
import type { PipelineCase } from './pipeline-case.ts'
import { readDataset } from './read-dataset.ts'
import { knownSchemas, schemaTexts } from './schema-texts.ts'
import type { RunSnapshot } from './snapshot.ts'

/** Runs a case with tolva in a folder of its own and returns what each run left behind. */
export async function playCase({ input }: PipelineCase, form: PageForm, signal: AbortSignal): Promise<RunSnapshot[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-case-'))
  try {
    const stage = { folder, file: join(folder, 'p.duckdb'), dataset: 'ds', form, signal, since: Date.now() }
    const play = casePlayer(input, stage)
    const snapshots: RunSnapshot[] = []
    for (const run of input.runs) {
      const outcome = await play(run)
      const known = knownSchemas([...snapshots, outcome])
      snapshots.push({ ...outcome, tables: schemaTexts(await readDataset(stage), known) })
    }
    return snapshots
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
