import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '../contracts/page.ts'
import type { Source } from '../contracts/resource.ts'
import { duckdb, pipeline, resource } from '../index.ts'
import type { PlanTables } from '../sources/rest-api/index.ts'

/** Tables that pages of a source's resource would become in an empty DuckDB, by a plan that loads nothing. */
export function tablePlanner(source: Source): PlanTables {
  return async ({ name, hints }, pages) => {
    const folder = await mkdtemp(join(tmpdir(), 'tolva-check-'))
    // Rows that a cursor would leave out have columns too.
    const { incremental: _, ...kept } = hints
    const alone = resource({ name, ...kept }, async function* () {
      for (const page of pages) yield bare(page)
    })
    try {
      const planned = await pipeline({
        name: 'rest_check',
        destination: duckdb({ path: join(folder, 'check.duckdb') }),
        dataDir: folder,
        projectDir: folder,
        env: {},
      }).plan({ ...source, resources: async () => [alone] }, { limit: pages.length })
      return planned.tables.map(({ name: table, parent, columns }) => ({
        name: table,
        ...(parent !== undefined && { parent }),
        columns: columns
          .filter((column) => !column.name.startsWith('_dlt_'))
          .map((column) => ({ name: column.name, type: column.type })),
      }))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** Without positions and what else a page may carry: a plan begins with it. */
function bare(page: Page<unknown>): Page<unknown> {
  const table = page.table === undefined ? {} : { table: page.table }
  if ('rows' in page) return { rows: page.rows, ...table }
  if (!('bytes' in page)) return page
  const { bytes, selector, format } = page
  return { bytes, ...(selector !== undefined && { selector }), ...(format !== undefined && { format }), ...table }
}
