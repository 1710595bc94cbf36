import { createReadStream, type ReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Dataset } from '../../dataset/dataset.ts'
import type { Relation } from '../../dataset/relation.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { ExportRequest } from '../api/data.ts'
import { ROUTES } from '../api/routes.ts'
import { reading } from '../reading.ts'
import { servedFile, withBody } from '../served-route.ts'
import { filtered } from './filtered.ts'
import { inOrder } from './ordered.ts'

const TYPES = { csv: 'text/csv; charset=utf-8', parquet: 'application/vnd.apache.parquet' } as const
/** A file for a person's tools; who wants more reads the database itself. */
const LIMITS = { maxRows: 10_000_000, maxBytes: 1_000_000_000, seconds: 25 }

/** `/pipelines/:name/export`. Written here first, so that a client that reads slowly does not hold the database. */
export const exported = servedFile(
  ROUTES.export,
  withBody(ROUTES.export.body, async (request, ask) => {
    const { format } = request
    const folder = await mkdtemp(join(tmpdir(), 'tolva-export-'))
    const remove = () => rm(folder, { recursive: true, force: true })
    try {
      const { path, bytes, limited } = await reading(ask, async (dataset, limits) => {
        const rows = await wanted(dataset, request)
        return rows.export({ format, path: join(folder, `rows.${format}`) }, { ...limits, ...LIMITS })
      })
      const file = createReadStream(path)
      file.on('close', () => void remove())
      return {
        name: `${request.table?.table ?? 'query'}.${format}`,
        type: TYPES[format],
        body: webStream(file),
        headers: {
          'content-length': String(bytes),
          ...(limited.length > 0 && { 'x-tolva-limited': limited.map(({ text }) => text).join('; ') }),
        },
      }
    } catch (error) {
      await remove()
      throw error
    }
  }),
)

function webStream(file: ReadStream): ReadableStream<Uint8Array> {
  const parts = file[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await parts.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void file.destroy(),
  })
}

async function wanted(dataset: Dataset, { sql, table }: ExportRequest): Promise<Relation> {
  if (sql !== undefined && table === undefined) return dataset.judged(sql)
  if (table !== undefined && sql === undefined) return inOrder(filtered(dataset, table), table.order)
  throw new ConfigError('an export is of one statement or of one table', {
    code: 'bad_request',
    hint: 'Send either sql or table.',
  })
}
