import { Page } from '../../design/page.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import type { PipelinePageProps } from '../../shell/pages.ts'

/** The page `data` of a pipeline. */
export function Data({ name }: PipelinePageProps) {
  return (
    <Page title="Data" of={name}>
      <Skeleton />
    </Page>
  )
}
