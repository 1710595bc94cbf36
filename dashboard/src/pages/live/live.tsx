import { Page } from '../../design/page.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import type { PipelinePageProps } from '../../shell/pages.ts'

/** The page `live` of a pipeline. */
export function Live({ name }: PipelinePageProps) {
  return (
    <Page title="Live" of={name}>
      <Skeleton />
    </Page>
  )
}
