import { Page } from '../../design/page.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import type { PipelinePageProps } from '../../shell/pages.ts'

/** The page `state` of a pipeline. */
export function State({ name }: PipelinePageProps) {
  return (
    <Page title="State" of={name}>
      <Skeleton />
    </Page>
  )
}
