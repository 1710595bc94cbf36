import { lazyPage } from './lazy-page.tsx'

/** What a page of a pipeline is given. */
export interface PipelinePageProps {
  readonly name: string
}

/** What the page of reports is given: the one that is shown, as it stands in the path. */
export interface ReportsProps {
  readonly report: string | undefined
}

/** All pages; the code of each is fetched when it is first shown. */
export const PAGES = {
  pipelines: lazyPage(async () => (await import('../pages/pipelines/pipelines.tsx')).Pipelines),
  overview: lazyPage<PipelinePageProps>(async () => (await import('../pages/overview/overview.tsx')).Overview),
  live: lazyPage<PipelinePageProps>(async () => (await import('../pages/live/live.tsx')).Live),
  schema: lazyPage<PipelinePageProps>(async () => (await import('../pages/schema/schema.tsx')).Schema),
  data: lazyPage<PipelinePageProps>(async () => (await import('../pages/data/data.tsx')).Data),
  loads: lazyPage<PipelinePageProps>(async () => (await import('../pages/loads/loads.tsx')).Loads),
  state: lazyPage<PipelinePageProps>(async () => (await import('../pages/state/state.tsx')).State),
  trace: lazyPage<PipelinePageProps>(async () => (await import('../pages/trace/trace.tsx')).Trace),
  reports: lazyPage<ReportsProps>(async () => (await import('../pages/reports/reports.tsx')).Reports),
}
