import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dropDataset } from './drop-dataset.ts'
import type { CaseInput, CaseRun } from './pipeline-case.ts'
import type { Stage } from './stage.ts'
import { unsupported } from './unsupported.ts'

/** Does what comes before a run; true: the pipeline has to be opened anew. */
export async function beforeRun(run: CaseRun, input: CaseInput, stage: Stage): Promise<boolean> {
  switch (run.before ?? undefined) {
    case undefined:
    case 'drop_resource':
      return false
    case 'new_instance':
      return true
    case 'drop_local':
      await rm(join(stage.folder, 'data'), { recursive: true, force: true })
      return true
    case 'drop_dataset':
      await (stage.dropDataset ?? (() => dropDataset(stage)))()
      return false
    case 'edit_import_schema':
      await editSchema(run, input, stage)
      return false
    default:
      return unsupported(`before ${run.before}`)
  }
}

async function editSchema(run: CaseRun, input: CaseInput, { folder }: Stage): Promise<void> {
  const [find, replace] = run.edit ?? unsupported('edit_import_schema without edit')
  const imported = join(folder, input.pipeline.import_schema_path ?? '')
  for (const name of await readdir(imported)) {
    const text = await readFile(join(imported, name), 'utf8')
    await writeFile(
      join(imported, name),
      text.replace(find, () => replace),
    )
  }
}
