import { Page } from '../../design/page.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import type { PipelinePageProps } from '../../shell/pages.ts'

/** The page `schema` of a pipeline. */
export function Schema({ name }: PipelinePageProps) {
  return (
    <Page title="Schema" of={name}>
      <Skeleton />
    </Page>
  )
}
