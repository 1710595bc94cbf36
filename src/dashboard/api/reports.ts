import { z } from 'zod'

/** Files `*.explore.ts` of the project folder. `report` is what `/reports/:report` takes. */
export const reportList = z.object({
  reports: z.array(
    z.object({ report: z.string(), file: z.string(), pipeline: z.string().optional(), changedAt: z.string() }),
  ),
  folder: z.string(),
})
export type ReportList = z.infer<typeof reportList>

/** What one exported function of a report gave. */
export const cell = z.object({
  name: z.string(),
  /** `Users by country` of `usersByCountry`, or what the report says. */
  title: z.string(),
  ms: z.number(),
  /** What it printed. */
  printed: z.string().optional(),
  output: z.discriminatedUnion('kind', [
    /** `html`: the same, made safe by the server. */
    z.object({ kind: z.literal('text'), markdown: z.string(), html: z.string() }),
    z.object({
      kind: z.literal('rows'),
      columns: z.array(z.object({ name: z.string(), type: z.string().optional() })),
      rows: z.array(z.array(z.unknown())),
      /** More rows came than are shown. */
      more: z.boolean(),
    }),
    z.object({
      kind: z.literal('chart'),
      /** Vega-Lite, as the cell gave it. */
      spec: z.record(z.string(), z.unknown()),
      /** Vega: what `renderChart` draws. */
      vega: z.record(z.string(), z.unknown()),
    }),
    z.object({
      kind: z.literal('error'),
      code: z.string(),
      message: z.string(),
      hint: z.string().optional(),
      stack: z.string().optional(),
    }),
  ]),
})
export type ReportCell = z.infer<typeof cell>

/** Server-sent events of `/reports/:report/live`: `begin`, then a `cell` each, then `end`; again whenever the file is saved. */
export const reportEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('begin'),
    data: z.object({ title: z.string(), pipeline: z.string().optional(), cells: z.array(z.string()) }),
  }),
  z.object({ event: z.literal('cell'), data: cell }),
  z.object({ event: z.literal('end'), data: z.object({ ms: z.number() }) }),
  z.object({
    event: z.literal('failed'),
    data: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }),
  }),
])
export type ReportEvent = z.infer<typeof reportEvent>

/** A Vega-Lite spec with its rows, to be drawn outside of a report. */
export const chartRequest = z.object({ spec: z.record(z.string(), z.unknown()) })
export const chartAnswer = z.object({ vega: z.record(z.string(), z.unknown()), warnings: z.array(z.string()) })
