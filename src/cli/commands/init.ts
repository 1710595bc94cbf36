import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { CliContext } from '../cli-context.ts'
import { ownVersion } from '../own-version.ts'
import { type ProjectFile, projectFiles } from '../project-files.ts'

/** `tolva init`: writes a project; files that are there already are kept and named. */
export async function init(
  options: { readonly source: string; readonly destination: string; readonly dir: string },
  context: CliContext,
): Promise<void> {
  const dir = resolve(context.cwd, options.dir)
  const { source, destination } = options
  const files = projectFiles({ source, destination, projectName: basename(dir), version: await ownVersion() })
  const made: string[] = []
  const kept: string[] = []
  for (const file of files) ((await writeNew(dir, file)) ? made : kept).push(file.path)
  const script = files[0]?.path ?? ''
  const place = relative(context.cwd, dir)
  const next = [
    ...(place === '' ? [] : [`cd ${place}`]),
    'npm install',
    `fill in ${join('.dlt', 'secrets.toml')}`,
    `npx tolva run ${script}`,
  ]
  const lines = [
    ...made.map((path) => `made  ${path}`),
    ...kept.map((path) => `kept  ${path} (it was there already)`),
    'next:',
    ...next.map((step) => `  ${step}`),
  ]
  context.terminal.result('init', { dir, made, kept, next }, lines.join('\n'))
}

async function writeNew(dir: string, file: ProjectFile): Promise<boolean> {
  const path = join(dir, file.path)
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(path, file.text, { flag: 'wx', ...(file.secret && { mode: 0o600 }) })
    if (file.secret) await chmod(path, 0o600)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
