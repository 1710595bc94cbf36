export const EXTENSIONS: string
export function duckDbExtensions(...names: readonly string[]): string
