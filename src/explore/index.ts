export type { ColumnProfile, PersonalData, TableProfile } from './profile/table-profile.ts'
export type { Cell, ReportContext, ReportRow } from './report/report-context.ts'
