export type { Cell, ReportContext, ReportRow } from './report/report-context.ts'
