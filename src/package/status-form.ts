/** State of a sealed package. A failed one stays until it is loaded after all, or discarded. */
export type PackageStatus =
  | { readonly state: 'sealed' }
  | { readonly state: 'loaded'; readonly at: string }
  | { readonly state: 'failed'; readonly at: string; readonly error: ErrorSummary }

export interface ErrorSummary {
  readonly code: string
  readonly message: string
}

/** Whether a parsed value is an error summary. */
export function isErrorSummary(value: unknown): value is ErrorSummary {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  )
}
