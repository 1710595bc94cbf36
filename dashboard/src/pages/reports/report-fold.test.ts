import { describe, expect, test } from 'vitest'
import type { ReportCell, ReportEvent } from '../../../../src/dashboard/api/reports.ts'
import { NO_REPORT, reportFold, type ShownReport } from './report-fold.ts'

const cell = (name: string, markdown: string): ReportCell => ({
  name,
  title: name,
  ms: 1,
  output: { kind: 'text', markdown, html: '' },
})
const begin = (...cells: string[]): ReportEvent => ({ event: 'begin', data: { title: 'Users', cells } })
const came = (name: string, markdown = 'x'): ReportEvent => ({ event: 'cell', data: cell(name, markdown) })
const end: ReportEvent = { event: 'end', data: { ms: 12 } }
const after = (...events: ReportEvent[]) => events.reduce<ShownReport>(reportFold, NO_REPORT)
const texts = (report: ShownReport) =>
  report.cells.map(
    ({ name, cell: one, isOld }) =>
      `${name} ${one?.output.kind === 'text' ? one.output.markdown : '-'}${isOld ? ' old' : ''}`,
  )

describe('a report as it comes', () => {
  test('has a place for each cell before it has run', () => {
    const report = after(begin('a', 'b'), came('a'))
    expect(texts(report)).toEqual(['a x', 'b -'])
    expect([report.title, report.isRunning]).toEqual(['Users', true])
  })

  test('keeps what was there when the file is saved, until the new comes', () => {
    const saved = after(begin('a', 'b'), came('a'), came('b'), end, begin('b', 'c'), came('c', 'y'))
    expect(texts(saved)).toEqual(['b x old', 'c y'])
    expect(saved.ms).toBeUndefined()
    expect(texts(reportFold(saved, came('b', 'z')))).toEqual(['b z', 'c y'])
  })

  test('says why it does not run, beside what was there', () => {
    const broken = after(begin('a'), came('a'), end, { event: 'failed', data: { code: 'x', message: 'no' } })
    expect([broken.problem?.message, texts(broken), broken.isRunning]).toEqual(['no', ['a x'], false])
    expect(reportFold(broken, begin('a')).problem).toBeUndefined()
  })
})
