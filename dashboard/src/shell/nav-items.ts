import type { IconName } from '../design/icon.tsx'
import type { PipelinePage } from '../url/links.ts'

/** A page of a pipeline as the navigation shows it. */
export interface NavItem {
  readonly page: PipelinePage
  readonly text: string
  readonly icon: IconName
  /** Pressed after `g`. */
  readonly key: string
}

/** The pages of a pipeline, in order. */
export const NAV_ITEMS: readonly NavItem[] = [
  { page: 'overview', text: 'Overview', icon: 'overview', key: 'o' },
  { page: 'live', text: 'Live run', icon: 'live', key: 'v' },
  { page: 'schema', text: 'Schema', icon: 'schema', key: 's' },
  { page: 'data', text: 'Data', icon: 'data', key: 'd' },
  { page: 'loads', text: 'Loads', icon: 'loads', key: 'l' },
  { page: 'state', text: 'State', icon: 'state', key: 'a' },
  { page: 'trace', text: 'Trace', icon: 'trace', key: 't' },
]
