import { Page } from '../../design/page.tsx'
import { Skeleton } from '../../design/skeleton.tsx'

/** All pipelines that have run on this machine. */
export function Pipelines() {
  return (
    <Page title="Pipelines">
      <Skeleton />
    </Page>
  )
}
