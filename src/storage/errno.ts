/** Whether an error is a file system error of one of these codes (`ENOENT`, `EEXIST`…). */
export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
}
