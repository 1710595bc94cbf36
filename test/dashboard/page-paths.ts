/** The pages of a pipeline by their names in the navigation. */
export const PIPELINE_PAGES = {
  overview: '',
  live: '/live',
  schema: '/schema',
  data: '/data',
  loads: '/loads',
  state: '/state',
  trace: '/trace',
} as const

/** Where each page is. */
export function pagePaths(pipeline: string): Readonly<Record<string, string>> {
  const own = Object.entries(PIPELINE_PAGES).map(([page, path]) => [page, `/p/${encodeURIComponent(pipeline)}${path}`])
  return { pipelines: '/', ...Object.fromEntries(own), reports: '/reports' }
}
