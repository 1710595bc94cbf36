/** Text beyond it is not kept. */
const MAX_PRINTED = 20_000

/** Runs something and returns what it gave and what it printed meanwhile, on stdout and stderr. */
export async function captured<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly printed: string }> {
  const { stdout, stderr } = process
  const writers = [stdout.write, stderr.write] as const
  let printed = ''
  const keep = (chunk: unknown, encoding?: unknown, done?: unknown): boolean => {
    printed += chunk instanceof Uint8Array ? Buffer.from(chunk).toString('utf8') : String(chunk)
    if (printed.length > MAX_PRINTED) printed = `${printed.slice(0, MAX_PRINTED)}…`
    const callback = typeof encoding === 'function' ? encoding : done
    if (typeof callback === 'function') callback()
    return true
  }
  stdout.write = keep
  stderr.write = keep
  try {
    return { value: await work(), printed: printed.trimEnd() }
  } finally {
    stdout.write = writers[0]
    stderr.write = writers[1]
  }
}
