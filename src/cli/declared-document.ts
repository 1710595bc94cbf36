import { z } from 'zod'

const Mode = z.enum(['evolve', 'freeze', 'discard_row', 'discard_value'])
const Contract = z.union([
  Mode,
  z
    .strictObject({
      tables: Mode.optional().describe('New tables.'),
      columns: Mode.optional().describe('New columns.'),
      data_type: Mode.optional().describe('Values that do not fit the type of their column.'),
    })
    .transform(({ tables, columns, data_type: dataType }) => ({
      ...(tables && { tables }),
      ...(columns && { columns }),
      ...(dataType && { dataType }),
    })),
])

const Amount = z.number().positive().optional()
const Checkpoint = z.union([
  z.literal(false),
  z
    .strictObject({
      every: z.union([z.string(), z.number().positive()]).optional().describe('Time: `10m`, or milliseconds.'),
      rows: Amount.describe('So many rows.'),
      bytes: Amount.describe('So many bytes of answers.'),
      pages: Amount.describe('So many pages.'),
    })
    .transform(({ every, rows, bytes, pages }) => ({
      ...(every !== undefined && { every }),
      ...(rows !== undefined && { rows }),
      ...(bytes !== undefined && { bytes }),
      ...(pages !== undefined && { pages }),
    })),
])

/** What a pipeline file holds; `source` is checked by the source. */
export const PipelineFile = z.strictObject({
  pipeline: z
    .strictObject({
      name: z.string().min(1).describe('Of the pipeline: its working folder, and its DuckDB file.'),
      destination: z
        .string()
        .min(1)
        .default('duckdb')
        .describe(
          '`duckdb`, `postgres`, `redshift`, `filesystem`, or a name that the configuration gives a `destination_type`.',
        ),
      staging: z.string().min(1).optional().describe('Where job files lie for the destination to take: `filesystem`.'),
      dataset: z.string().min(1).optional().describe("The destination's schema; <pipeline>_dataset by default."),
      schema_contract: Contract.optional().describe('What is done about new tables, new columns and changed types.'),
      quarantine: z.boolean().optional().describe('True: what the contract sets aside is kept in a table.'),
      widen: z.boolean().optional().describe('True: columns change to a wider type instead of getting variants.'),
      checkpoint: Checkpoint.optional().describe('When a long run loads what it has so far; false: never.'),
      page_log: z.boolean().optional().describe('False: a run that stopped fetches all pages again.'),
    })
    .describe('What is loaded where.'),
  source: z.looseObject({ name: z.string().min(1).optional() }).describe('Where the rows come from.'),
})
