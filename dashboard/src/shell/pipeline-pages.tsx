import { NAV_ITEMS } from './nav-items.ts'
import { NotFound } from './not-found.tsx'
import { PAGES } from './pages.ts'

interface PipelinePagesProps {
  readonly name: string
  readonly page: string
}

/** The page of a pipeline that the address names. */
export function PipelinePages({ name, page }: PipelinePagesProps) {
  const item = NAV_ITEMS.find((known) => known.page === page)
  if (item === undefined) return <NotFound />
  const Shown = PAGES[item.page]
  return <Shown key={`${name} ${page}`} name={name} />
}
