import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { suggestion } from '../../errors/near-names.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { isErrno } from '../../storage/errno.ts'

/** A report file of a project folder. */
export interface ListedReport {
  /** Its name without `.explore.ts`. */
  readonly report: string
  /** Absolute. */
  readonly file: string
  /** As its text says; it is not run for this. */
  readonly pipeline?: string
  /** ISO timestamp. */
  readonly changedAt: string
}

const ENDING = /\.explore\.(ts|mts|js|mjs)$/

/** The reports of a project folder, by name. None is run. */
export async function listReports(folder: string): Promise<readonly ListedReport[]> {
  const names = (await filesIn(folder)).filter((name) => ENDING.test(name)).sort()
  return Promise.all(names.map((name) => listed(folder, name)))
}

/**
 * The file of a report that `listReports` knows, so that no other file can be named.
 * @throws ConfigError code `unknown_report`.
 */
export async function reportFile(folder: string, report: string): Promise<string> {
  const all = await listReports(folder)
  const found = all.find((one) => one.report === report)
  if (found !== undefined) return found.file
  throw new ConfigError(`there is no report ${report} in ${folder}`, {
    code: 'unknown_report',
    hint:
      all.length === 0
        ? 'write one first: tolva explore <pipeline>'
        : suggestion(
            report,
            all.map((one) => one.report),
          ),
  })
}

async function listed(folder: string, name: string): Promise<ListedReport> {
  const file = join(folder, name)
  const [text, { mtime }] = await Promise.all([readFile(file, 'utf8'), stat(file)])
  const pipeline = /^export const pipeline\s*(?::[^=]+)?=\s*(['"`])([^'"`\n]+)\1/m.exec(text)?.[2]
  return {
    report: name.replace(ENDING, ''),
    file,
    ...(pipeline !== undefined && { pipeline }),
    changedAt: mtime.toISOString(),
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
