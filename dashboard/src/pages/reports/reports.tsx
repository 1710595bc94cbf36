import { Page } from '../../design/page.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import type { ReportsProps } from '../../shell/pages.ts'

/** The reports of the project folder, and one of them. */
export function Reports({ report }: ReportsProps) {
  return (
    <Page title="Reports" of={report}>
      <Skeleton />
    </Page>
  )
}
