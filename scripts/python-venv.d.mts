/**
 * The virtual environment's Python, which has `more` packages besides; throws an Error whose message is the reason,
 * `no python3` where there is none.
 */
export function pythonVenv(duckdb?: string, more?: readonly string[]): string
/** The Python of a virtual environment that has these packages; throws likewise. */
export function venvWith(requirements: readonly string[]): string
