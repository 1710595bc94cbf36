import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { ConfigError } from '../../../errors/tolva-error.ts'
import { checkReport } from '../../../explore/report/check-report.ts'
import { exportReport } from '../../../explore/report/export-report.ts'
import type { CliContext } from '../../cli-context.ts'
import type { ExploreFlags } from './explore-flags.ts'

/** Checks a report, the default, or writes it as one HTML page. */
export async function exploreReport(file: string, flags: ExploreFlags, context: CliContext): Promise<void> {
  const path = resolve(context.cwd, file)
  if (!existsSync(path)) {
    throw new ConfigError(`there is no report ${file}`, {
      code: 'unknown_report',
      hint: 'write one first: tolva explore <pipeline>',
      context: { file: path },
    })
  }
  if (flags.html !== undefined) return exportHtml(path, flags.html, context)
  return check(path, context)
}

async function exportHtml(path: string, to: string, { cwd, terminal, signal }: CliContext): Promise<void> {
  const html = await exportReport(path, { signal })
  const out = resolve(cwd, to)
  await writeFile(out, html)
  const bytes = Buffer.byteLength(html)
  const shown = relative(cwd, out)
  terminal.result(
    'explore',
    { file: out, bytes },
    `wrote ${shown}, ${(bytes / 1e6).toFixed(1)} MB; it opens without network`,
  )
}

async function check(path: string, { cwd, terminal, signal, exitWith }: CliContext): Promise<void> {
  const cells = await checkReport(path, { signal })
  const good = cells.every(({ problem }) => problem === undefined)
  const lines = cells.map(({ name, gave, ms, problem, hint }) =>
    problem === undefined
      ? `ok    ${name}: ${gave} (${ms} ms)`
      : [`bad   ${name}: ${problem}`, ...(hint === undefined ? [] : [`        next: ${hint}`])].join('\n'),
  )
  const bad = cells.filter(({ problem }) => problem !== undefined).length
  const end = good ? `all ${cells.length} cells gave something` : `${bad} of ${cells.length} cells need work`
  terminal.result('explore', { file: relative(cwd, path), good, cells }, [...lines, end].join('\n'))
  if (!good) exitWith(1)
}
