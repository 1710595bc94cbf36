import { useEffect, useState } from 'preact/hooks'
import type { ReportEvent } from '../../../../src/dashboard/api/reports.ts'
import { urlOf } from '../../api/call.ts'
import { NO_REPORT, reportFold, type ShownReport } from './report-fold.ts'

const NAMES: readonly ReportEvent['event'][] = ['begin', 'cell', 'end', 'failed']

/** Runs a report and follows its file: it comes anew whenever that is saved. */
export function useReport(report: string): ShownReport {
  const [held, setHeld] = useState({ report, shown: NO_REPORT })
  useEffect(() => {
    setHeld({ report, shown: NO_REPORT })
    const events = new EventSource(urlOf({ route: 'reportLive', params: { report } }))
    for (const event of NAMES) {
      events.addEventListener(event, ({ data }) => {
        const next: ReportEvent = { event, data: JSON.parse(data) }
        setHeld((before) => ({ report, shown: reportFold(before.shown, next) }))
      })
    }
    events.addEventListener('error', () => {
      // The browser tries again by itself, but not after an answer that was no stream.
      if (events.readyState !== EventSource.CLOSED) return
      setHeld((before) => ({ report, shown: reportFold(before.shown, { event: 'failed', data: NOT_THERE }) }))
    })
    return () => events.close()
  }, [report])
  return held.report === report ? held.shown : NO_REPORT
}

const NOT_THERE = {
  code: 'report_not_had',
  message: 'The server does not give this report: its file is gone, or the server was stopped.',
  hint: 'Look for the file `*.explore.ts` in the project folder, then reload the page.',
}
