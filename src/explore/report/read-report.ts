import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { ConfigError } from '../../errors/tolva-error.ts'
import { isRecord } from '../../values/is-record.ts'
import { cellTitle } from './cell-title.ts'
import type { Cell } from './report-context.ts'

/** A report as its module is. */
export interface Report {
  readonly title: string
  readonly pipeline?: string
  /** In the order of the file. */
  readonly cells: readonly { readonly name: string; readonly run: Cell }[]
}

/**
 * Finds title, pipeline and cells among what a report's module exports.
 * @throws ConfigError code `report_without_cells`.
 */
export async function readReport(file: string, module: unknown): Promise<Report> {
  const exported = isRecord(module) ? module : {}
  const text = await readFile(file, 'utf8')
  const cells = Object.entries(exported)
    .flatMap(([name, run]) => (isCell(run) && name !== 'default' ? [{ name, run }] : []))
    .sort((a, b) => placeOf(a.name, text) - placeOf(b.name, text))
  if (cells.length === 0) {
    throw new ConfigError(`${basename(file)} exports no function, so there is nothing to show`, {
      code: 'report_without_cells',
      hint: 'export async function userCount({ sql }: ReportContext) { return sql`select count(*) as users from users` }',
      context: { file },
    })
  }
  const { title, pipeline } = exported
  return {
    title: typeof title === 'string' ? title : cellTitle(basename(file).replace(/\.explore\.\w+$|\.\w+$/, '')),
    ...(typeof pipeline === 'string' && { pipeline }),
    cells,
  }
}

function isCell(value: unknown): value is Cell {
  return typeof value === 'function'
}

/** A module's exports are sorted by name, so their order is that of the text. */
function placeOf(name: string, text: string): number {
  const escaped = name.replace(/\$/g, '\\$')
  const declared = new RegExp(
    `^export\\s+(?:async\\s+)?(?:function\\s*\\*?|const|let|var)\\s+${escaped}(?![\\w$])`,
    'm',
  )
  const place = text.search(declared)
  if (place >= 0) return place
  const named = text.search(new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`))
  return named < 0 ? text.length : named
}
