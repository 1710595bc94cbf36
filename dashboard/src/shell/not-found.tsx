import { Link } from 'wouter-preact'
import { Empty } from '../design/empty.tsx'
import { Page } from '../design/page.tsx'

/** Stands at addresses that lead nowhere. */
export function NotFound() {
  return (
    <Page title="No such page">
      <Empty title="There is no page at this address">
        <p>
          <Link href="/">See all pipelines</Link>
        </p>
      </Empty>
    </Page>
  )
}
