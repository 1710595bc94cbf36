import { readFile, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { Dataset } from '../../../dataset/dataset.ts'
import { profileTable } from '../../../explore/profile/profile-table.ts'
import type { TableProfile } from '../../../explore/profile/table-profile.ts'
import { isUntouched, reportText } from '../../../explore/scaffold/report-text.ts'
import type { CliContext } from '../../cli-context.ts'
import type { CliPipeline } from '../../library.ts'
import { checkPipelineName } from '../pipeline/known-pipelines.ts'
import type { ExploreFlags } from './explore-flags.ts'
import { exploreReport } from './explore-report.ts'
import { profileText } from './profile-text.ts'
import { writeNotebook } from './write-notebook.ts'

/** Of a dataset with more tables the largest are profiled. */
const MOST_TABLES = 20
/** A load that commits has the file for itself for a while. */
const WAIT_SECONDS = 30

/** Profiles the tables of a pipeline, prints what they hold, and writes a report about them. */
export async function explorePipeline(name: string, flags: ExploreFlags, context: CliContext): Promise<void> {
  const { terminal } = context
  const library = await context.library()
  await checkPipelineName(name, library)
  const pipeline = await library.openPipeline(name, {
    onEvent(event) {
      if (event.type === 'waiting') terminal.note(`waiting for at most ${event.ms / 1000} s: ${event.why}`)
    },
  })
  const dataset = pipeline.dataset()
  const { tables, left } = await tablesOf(dataset, flags)
  if (tables.length === 0) {
    return terminal.result(
      'explore',
      { pipeline: name, tables: [] },
      `pipeline ${name} has loaded no table yet\n  next: tolva run <file>`,
    )
  }
  const profiles: TableProfile[] = []
  for (const table of tables) {
    if (!terminal.json && tables.length > 3) terminal.note(`looking at ${table}`)
    profiles.push(await profileTable(dataset, table, { waitSeconds: WAIT_SECONDS, signal: context.signal }))
  }
  const texts = profiles.map((profile) => profileText(profile, { width: terminal.width, color: terminal.color }))
  const report = flags.report ? await writeReport(name, { pipeline, profiles }, { flags, context }) : undefined
  const more = left === 0 ? [] : [`${left} more tables are not shown: name them with --table`]
  const next = report === undefined ? [] : nextSteps(name, report)
  const notebook =
    flags.notebook === undefined
      ? []
      : [
          await writeNotebook(
            flags.notebook,
            {
              pipeline: name,
              dataset: dataset.name,
              table: profiles.toSorted((a, b) => b.rows - a.rows)[0]?.table ?? '',
              location: (await pipeline.info()).location,
            },
            { cwd: context.cwd, overwrite: flags.overwrite === true },
          ),
        ]
  terminal.result(
    'explore',
    { pipeline: name, tables: profiles, notShown: left, ...(report !== undefined && { report }) },
    [...texts, ...more, ...next, ...notebook].join('\n\n'),
  )
  if (report !== undefined && (flags.html !== undefined || flags.check === true)) {
    await exploreReport(report, flags, context)
  }
}

async function tablesOf(
  dataset: Dataset,
  flags: ExploreFlags,
): Promise<{ readonly tables: readonly string[]; readonly left: number }> {
  if (flags.table !== undefined) return { tables: flags.table, left: 0 }
  const counts = Object.entries(await dataset.rowCounts())
  const largest = counts.toSorted(([, a], [, b]) => b - a).slice(0, MOST_TABLES)
  const shown = new Set(largest.map(([table]) => table))
  // In the order of the schema: nested tables stand behind their roots.
  const tables = counts.flatMap(([table]) => (shown.has(table) ? [table] : []))
  return { tables, left: counts.length - tables.length }
}

/** Returns the file's name, as it is seen from here. */
async function writeReport(
  name: string,
  { pipeline, profiles }: { readonly pipeline: CliPipeline; readonly profiles: readonly TableProfile[] },
  { flags, context }: { readonly flags: ExploreFlags; readonly context: CliContext },
): Promise<string> {
  const parents = new Map<string, string>()
  for (const { tables } of (await pipeline.schemas()).values()) {
    for (const table of tables.values()) if (table.parent !== undefined) parents.set(table.name, table.parent)
  }
  const text = reportText({ pipeline: name, profiles, parents })
  for (let n = 1; ; n++) {
    const file = join(context.cwd, `${name}${n === 1 ? '' : `-${n}`}.explore.ts`)
    const there = await readFile(file, 'utf8').catch(() => undefined)
    if (there !== undefined && !isUntouched(there) && flags.overwrite !== true) continue
    await writeFile(file, text)
    return relative(context.cwd, resolve(file))
  }
}

function nextSteps(name: string, report: string): readonly string[] {
  return [
    [
      `wrote ${report}`,
      `  see it:    tolva pipeline ${name} show   (Reports)`,
      `  check it:  tolva explore ${report} --check`,
      `  share it:  tolva explore ${report} --html ${report.replace(/\.explore\.ts$/, '.html')}`,
    ].join('\n'),
  ]
}
