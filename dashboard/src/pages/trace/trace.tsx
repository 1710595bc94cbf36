import { Page } from '../../design/page.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import type { PipelinePageProps } from '../../shell/pages.ts'

/** The page `trace` of a pipeline. */
export function Trace({ name }: PipelinePageProps) {
  return (
    <Page title="Trace" of={name}>
      <Skeleton />
    </Page>
  )
}
