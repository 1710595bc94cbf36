import { z } from 'zod'
import { readRunRecord } from '../../../inspect.ts'
import { markdownTable } from '../../markdown-table.ts'
import { placeOf } from '../../mcp-scope.ts'
import { defineTool, READS } from '../tool.ts'
import { PIPELINE_NAME, pipelineNameOf } from './named-pipeline.ts'

type Record = Awaited<ReturnType<typeof readRunRecord>>

/** `trace_summary`. */
export const traceSummaryTool = defineTool({
  name: 'trace_summary',
  title: 'Summary of a run',
  description:
    'What a run did: outcome, error with its next step, seconds of each step, pages and rows of each resource, rows of each table, warnings, what was set aside, columns that were only null, where configuration came from (never its values). The first thing to read after a run.',
  feature: 'pipeline',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({
    pipeline_name: PIPELINE_NAME,
    run: z.string().min(1).default('last').describe('Name of a run; `last` is the newest.'),
  }),
  output: z.object({
    pipeline: z.string(),
    run: z.string(),
    outcome: z.string(),
    started_at: z.string(),
    seconds: z.number(),
    error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
    steps: z.array(z.object({ name: z.string(), seconds: z.number(), error: z.string().optional() })),
    resources: z.array(
      z.object({ name: z.string(), pages: z.number(), rows: z.number(), paging: z.string().optional() }),
    ),
    tables: z.array(z.object({ name: z.string(), rows: z.number(), new: z.boolean() })),
    packages: z.array(z.object({ load_id: z.string(), state: z.string(), error: z.string().optional() })),
    cursors: z.array(z.unknown()),
    warnings: z.array(z.string()),
    set_aside: z.array(z.unknown()),
    only_null: z.record(z.string(), z.array(z.string())).describe('Table → columns that no row had a value for.'),
    config: z.array(z.unknown()).describe('Which keys were looked up and where they were found.'),
  }),
  async answer(call) {
    const record = await readRunRecord(await pipelineNameOf(call), call.input.run, placeOf(call.scope))
    const { pipeline, run, outcome, startedAt, seconds, error, spans, resources, tables } = record
    const packages = record.packageList.map(({ loadId, state, error: failure }) => ({
      load_id: loadId,
      state,
      ...(failure !== undefined && { error: failure }),
    }))
    return {
      data: {
        pipeline,
        run,
        outcome,
        started_at: startedAt,
        seconds,
        ...(error && { error }),
        steps: spans.slice(1).map(({ name, ms, error: failure }) => ({
          name,
          seconds: ms / 1000,
          ...(failure !== undefined && { error: failure }),
        })),
        resources,
        tables: tables.map(({ name, rows, isNew }) => ({ name, rows, new: isNew })),
        packages,
        cursors: record.cursors,
        warnings: record.warningTexts,
        set_aside: record.setAside,
        only_null: record.nullOnlyColumns,
        config: record.config,
      },
      text: summaryText(record),
    }
  },
})

function summaryText(record: Record): string {
  const { pipeline, run, outcome, seconds, error, resources, tables, warningTexts, setAside, nullOnlyColumns } = record
  const nulls = Object.entries(nullOnlyColumns).map(([table, columns]) => `${table}: ${columns.join(', ')}`)
  return [
    `**${pipeline}** run ${run}: ${outcome} after ${seconds} s`,
    ...(error ? [`error ${error.code}: ${error.message}`, ...(error.hint ? [`next: ${error.hint}`] : [])] : []),
    '',
    resources.length === 0
      ? 'No resource gave a page.'
      : markdownTable(
          ['resource', 'pages', 'rows', 'paging'],
          resources.map((one) => [one.name, one.pages, one.rows, one.paging]),
        ),
    '',
    tables.length === 0
      ? 'No table got rows.'
      : markdownTable(
          ['table', 'rows', 'new'],
          tables.map((one) => [one.name, one.rows, one.isNew ? 'new' : '']),
        ),
    ...warningTexts.map((text) => `- warning: ${text}`),
    ...setAside.map((one) => `- set aside: ${one.count} of ${one.table}: ${one.reason}`),
    ...nulls.map((text) => `- only null: ${text}`),
  ].join('\n')
}
