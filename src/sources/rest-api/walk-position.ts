import type { PagingState } from '../../http/paginators/paginator.ts'

/** How a walk is gone on with. */
export interface WalkPosition {
  /** null: there is no further page. */
  readonly next: PagingState | null
  /** What was found on the first page, where none is configured. */
  readonly selector?: string
  /** Hash of the page's rows, where nothing but they would tell that the next page is the same one. */
  readonly rows?: string
  /** How many rows there were in all, as the page said. */
  readonly total?: number
  /** What the first answer is known by, for conditional endpoints. */
  readonly validators?: unknown
}

/** The position of a page that was given out; undefined: the walk begins. */
export function readPosition(position: unknown): WalkPosition | undefined {
  if (typeof position !== 'object' || position === null || !('next' in position)) return undefined
  const { next } = position
  const found = 'selector' in position && typeof position.selector === 'string' ? position.selector : undefined
  const rows = 'rows' in position && typeof position.rows === 'string' ? position.rows : undefined
  return {
    next: isPagingState(next) ? next : null,
    ...(found !== undefined && { selector: found }),
    ...(rows !== undefined && { rows }),
    ...('total' in position && typeof position.total === 'number' && { total: position.total }),
    ...('validators' in position && { validators: position.validators }),
  }
}

/** Paginators made it; what they kept is theirs. */
function isPagingState(value: unknown): value is PagingState {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
