import { quoteName } from '../../sql/quote-name.ts'
import { literal, templateText } from '../scaffold/cell-text.ts'
import type { NotebookSubject } from './notebook-subject.ts'

/**
 * A Jupyter notebook for Deno's kernel, which runs TypeScript with the packages of the project, and top-level await. It opens the
 * dataset at whatever destination it is.
 */
export function jupyterNotebook({ pipeline, table }: NotebookSubject): string {
  const query = templateText(`select * from ${quoteName(table)} limit 10`)
  const cells = [
    markdown(
      `# What ${pipeline} loaded\n\nRuns with the kernel of Deno: \`deno jupyter --install\`, in the folder of the project.`,
    ),
    code(`import { attach } from 'tolva'

const dataset = (await attach(${literal(pipeline)})).dataset()
const counts = Object.entries(await dataset.rowCounts()).map(([table, rows]) => ({ table, rows }))
console.table(counts)`),
    code(`/** Shows a Vega-Lite spec as the result of a cell. */
const chart = (spec: object) => ({
  [Symbol.for('Jupyter.display')]: () => ({ 'application/vnd.vegalite.v5+json': spec }),
})

chart({
  $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
  mark: 'bar',
  data: { values: counts },
  encoding: { y: { field: 'table', type: 'nominal', sort: '-x' }, x: { field: 'rows', type: 'quantitative' } },
})`),
    code(`console.table(await dataset.sql(\`${query}\`).rows({ bigint: 'bigint' }))`),
  ]
  const notebook = {
    cells: cells.map((cell, i) => ({ id: `cell-${i + 1}`, ...cell })),
    metadata: {
      kernelspec: { display_name: 'Deno', language: 'typescript', name: 'deno' },
      language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/x.typescript' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  }
  return `${JSON.stringify(notebook, null, 1)}\n`
}

function markdown(text: string) {
  return { cell_type: 'markdown', metadata: {}, source: text }
}

function code(text: string) {
  return { cell_type: 'code', metadata: {}, execution_count: null, outputs: [], source: text }
}
