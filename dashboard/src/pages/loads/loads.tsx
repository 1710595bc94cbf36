import { Page } from '../../design/page.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import type { PipelinePageProps } from '../../shell/pages.ts'

/** The page `loads` of a pipeline. */
export function Loads({ name }: PipelinePageProps) {
  return (
    <Page title="Loads" of={name}>
      <Skeleton />
    </Page>
  )
}
