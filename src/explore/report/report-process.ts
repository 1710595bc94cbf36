// The process that runs one report: its argument is a `ReportTask`, it answers by `ProcessMessage`s to its parent.
import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isRecord } from '../../values/is-record.ts'
import { captured } from './captured.ts'
import { cellOutput } from './cell-output.ts'
import { cellTitle } from './cell-title.ts'
import { openReport } from './open-report.ts'
import type { ProcessMessage, ReportTask } from './process-message.ts'
import { readReport } from './read-report.ts'
import { problemOf } from './report-problem.ts'

const OWN_FOLDER = new URL('../../', import.meta.url).href

await main(taskOf(process.argv[2] ?? ''))
process.exit(0)

async function main(task: ReportTask): Promise<void> {
  const files = watchedFiles(task.file)
  try {
    const started = performance.now()
    const imported = await captured(() => import(pathToFileURL(task.file).href))
    const report = await readReport(task.file, imported.value)
    const { title, pipeline, cells } = report
    const context = await openReport(pipeline, task)
    await send({ event: 'files', data: [...files] })
    await send({
      event: 'begin',
      data: { title, ...(pipeline !== undefined && { pipeline }), cells: cells.map(({ name }) => name) },
    })
    for (const { name, run } of cells.slice(task.from)) {
      const begun = performance.now()
      const { value: output, printed } = await captured(async () => {
        try {
          return await cellOutput(await run(context), name)
        } catch (error) {
          return { kind: 'error', ...problemOf(error, task.file) } as const
        }
      })
      const title = 'title' in run && typeof run.title === 'string' ? run.title : undefined
      const ms = Math.round(performance.now() - begun)
      const shown = printed === '' ? {} : { printed }
      await send({ event: 'cell', data: { name, title: title ?? cellTitle(name), ms, ...shown, output } })
    }
    await send({ event: 'end', data: { ms: Math.round(performance.now() - started) } })
  } catch (error) {
    await send({ event: 'files', data: [...files] })
    const { stack: _, ...problem } = problemOf(error, task.file)
    await send({ event: 'failed', data: problem })
  }
}

/** The report and what it imports of the project; packages and tolva itself do not change under its feet. */
function watchedFiles(file: string): ReadonlySet<string> {
  const files = new Set([file])
  registerHooks({
    load(url, context, nextLoad) {
      if (url.startsWith('file:') && !url.includes('/node_modules/') && !url.startsWith(OWN_FOLDER)) {
        files.add(fileURLToPath(url))
      }
      return nextLoad(url, context)
    },
  })
  return files
}

function taskOf(text: string): ReportTask {
  const task: unknown = JSON.parse(text)
  if (!isRecord(task) || typeof task.file !== 'string' || typeof task.from !== 'number') {
    throw new TypeError('a report process needs a task')
  }
  const { file, from, dataDir } = task
  return { file, from, ...(typeof dataDir === 'string' && { dataDir }) }
}

/** Resolves when the parent has it: what hangs afterwards hangs no message. */
function send(message: ProcessMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) return resolve()
    process.send(message, undefined, undefined, () => resolve())
  })
}
