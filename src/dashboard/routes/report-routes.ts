import { exportReport } from '../../explore/report/export-report.ts'
import { listReports, reportFile } from '../../explore/report/list-reports.ts'
import { watchReport } from '../../explore/report/watch-report.ts'
import { ROUTES } from '../api/routes.ts'
import { placeOf } from '../known-pipeline.ts'
import { servedEvents, servedFile, servedJson } from '../served-route.ts'

/** `/reports`. */
export const reports = servedJson(ROUTES.reports, async ({ scope: { projectFolder } }) => ({
  reports: await listReports(projectFolder),
  folder: projectFolder,
}))

/** `/reports/:report/live`. */
export const reportLive = servedEvents(ROUTES.reportLive, async ({ scope, params, signal }) =>
  watchReport(await reportFile(scope.projectFolder, params.report ?? ''), { ...placeOf(scope), signal }),
)

/** `/reports/:report/html`. */
export const reportHtml = servedFile(ROUTES.reportHtml, async ({ scope, params, signal }) => {
  const report = params.report ?? ''
  const file = await reportFile(scope.projectFolder, report)
  return {
    name: `${report}.html`,
    type: 'text/html; charset=utf-8',
    body: await exportReport(file, { ...placeOf(scope), signal }),
  }
})
