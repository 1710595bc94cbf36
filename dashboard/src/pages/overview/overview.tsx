import { Page } from '../../design/page.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import type { PipelinePageProps } from '../../shell/pages.ts'

/** The page `overview` of a pipeline. */
export function Overview({ name }: PipelinePageProps) {
  return (
    <Page title="Overview" of={name}>
      <Skeleton />
    </Page>
  )
}
