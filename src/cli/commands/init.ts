import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { CliContext } from '../cli-context.ts'
import { examples, JSON_FLAG } from '../flags.ts'
import { ownVersion } from '../own-version.ts'
import { type ProjectFile, projectFiles } from '../project-files.ts'
import type { Register } from '../registration.ts'

/** Adds `tolva init`. */
export const registerInit: Register = (program, execute) => {
  program
    .command('init')
    .description('make a project that loads a source into a destination')
    .argument('<source>', 'chatbot')
    .argument('<destination>', 'duckdb or postgres')
    .option('--dir <folder>', 'where to make it', '.')
    .option(...JSON_FLAG)
    .addHelpText('after', examples('tolva init chatbot duckdb', 'tolva init chatbot postgres --dir chatbot'))
    .action((source: string, destination: string, options: { json?: boolean; dir: string }) =>
      execute('init', options.json ?? false, (context) => init({ source, destination, dir: options.dir }, context)),
    )
}

/** Writes a project; files that are there already are kept and named. */
async function init(
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
