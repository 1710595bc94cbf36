import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

export type CaseKind = 'core' | 'rest'

export interface CaseFile {
  readonly name: string
  /** REST cases may have none: then their name up to the first `_`. */
  readonly group: string
  readonly path: string
  /** As the case says: `pipeline` or `unit`; REST cases have none. */
  readonly kind: string | undefined
}

export interface CaseSelection {
  readonly kind: CaseKind
  /** Any folder of cases; absent: the repository's own. */
  readonly folder?: string
  /** Empty: all. */
  readonly groups: readonly string[]
  readonly names: readonly string[]
}

const caseHead = z.object({ group: z.string().optional(), kind: z.string().optional() })

/** The selected case files of a folder, sorted by name. Throws when a selected case or group does not exist. */
export async function caseFiles(selection: CaseSelection): Promise<readonly CaseFile[]> {
  const folder = resolve(selection.folder ?? fileURLToPath(new URL(`vectors/${selection.kind}`, import.meta.url)))
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && name !== 'index.json').sort()
  const all = await Promise.all(names.map((file) => readHead(join(folder, file))))
  for (const name of selection.names) {
    if (!all.some((file) => file.name === name)) throw new Error(`no case ${name} in ${folder}`)
  }
  for (const group of selection.groups) {
    if (!all.some((file) => file.group === group)) {
      throw new Error(
        `no group ${group} in ${folder}; groups: ${[...new Set(all.map((file) => file.group))].sort().join(', ')}`,
      )
    }
  }
  if (selection.groups.length === 0 && selection.names.length === 0) return all
  return all.filter((file) => selection.groups.includes(file.group) || selection.names.includes(file.name))
}

async function readHead(path: string): Promise<CaseFile> {
  const name = path.replace(/^.*[/\\]/, '').replace(/\.json$/, '')
  const { group, kind } = head(await readFile(path, 'utf8'))
  return { name, group: group ?? name.replace(/_.*/, ''), path, kind }
}

/** A file that is no case is left to the runner, which fails it alone. */
function head(text: string): z.infer<typeof caseHead> {
  try {
    return caseHead.parse(JSON.parse(text))
  } catch {
    return { group: 'unreadable' }
  }
}
