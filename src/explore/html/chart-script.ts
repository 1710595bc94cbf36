import { readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { InternalError } from '../../errors/tolva-error.ts'
import { isErrno } from '../../storage/errno.ts'

/** The script that draws the charts of an exported report, and its style sheet. */
export interface ChartScript {
  readonly script: string
  readonly style: string
}

/** Reads the two from the package. */
export async function chartScript(): Promise<ChartScript> {
  const manifest = findPackageJSON('.', import.meta.url)
  const folder = join(manifest === undefined ? '.' : dirname(manifest), 'dist', 'report-page')
  try {
    const [script, style] = await Promise.all(
      ['report-page.js', 'report-page.css'].map((name) => readFile(join(folder, name), 'utf8')),
    )
    return { script: script ?? '', style: style ?? '' }
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
    throw new InternalError(`the script that draws charts is not in ${folder}`, {
      code: 'no_chart_script',
      hint: 'In a clone: npm run build. Else install tolva anew.',
      cause: error,
    })
  }
}
