import type { RunRecord } from '../../../../src/dashboard/api/trace.ts'

type Span = RunRecord['spans'][number]

/** A span as a row of the waterfall: its bar in shares of the whole. */
export interface SpanRow {
  readonly span: Span
  readonly depth: number
  readonly left: number
  readonly width: number
}

/** Rows of a waterfall, in order of their beginning, and its length in milliseconds. */
export function layOutSpans(spans: readonly Span[]): { readonly rows: readonly SpanRow[]; readonly length: number } {
  const length = Math.max(1, ...spans.map((span) => span.start + span.ms))
  const ordered = spans.map((span, index) => ({ span, index }))
  ordered.sort((one, other) => one.span.start - other.span.start || one.index - other.index)
  const rows = ordered.map(({ span }) => ({
    span,
    depth: spans.some((other) => other !== span && span.name.startsWith(`${other.name} `)) ? 1 : 0,
    left: span.start / length,
    width: span.ms / length,
  }))
  return { rows, length }
}
