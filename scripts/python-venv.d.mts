/** The virtual environment's Python; throws an Error whose message is the reason, `no python3` where there is none. */
export function pythonVenv(duckdb?: string): string
