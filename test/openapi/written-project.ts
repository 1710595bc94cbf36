import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../..')
const MAIN = path.join(ROOT, 'src/cli/main.ts')
const COMPILER = path.join(ROOT, 'node_modules/.bin/tsc')

/** Lets a project's `tolva` be this one. */
const HOOK = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from 'node:module'
const root = ${JSON.stringify(`file://${ROOT}/src/`)}
registerHooks({
  resolve: (name, context, next) =>
    name === 'tolva' || name.startsWith('tolva/')
      ? next(root + name.replace(/^tolva\\/?/, '').concat('/index.ts').replace(/^\\//, ''), context)
      : next(name, context),
})
`)}`

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A folder that a project is written into, and the command line that works there. */
export interface WrittenProject {
  readonly dir: string
  tolva(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>
  read(name: string): Promise<string>
  /** What the compiler says of the TypeScript files; nothing where all is well. */
  compile(): Promise<string>
}

/** Makes an empty folder below `.cache`, from where the compiler finds this repository's settings. */
export async function writtenProject(name: string): Promise<WrittenProject> {
  const dir = path.join(ROOT, '.cache', 'openapi', name)
  await rm(dir, { recursive: true, force: true })
  await mkdir(dir, { recursive: true })
  const run = (file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    new Promise<Ran>((done) => {
      const options = { cwd: dir, env: { ...process.env, ...env }, maxBuffer: 64_000_000 }
      execFile(file, [...args], options, (error, out, err) =>
        done({ code: error === null ? 0 : Number(error.code), out, err }),
      )
    })
  const own = { TOLVA_DATA_DIR: path.join(dir, 'data'), NO_COLOR: '1', CI: '1' }
  return {
    dir,
    tolva: (args, env = {}) => run(process.execPath, ['--import', HOOK, MAIN, ...args], { ...own, ...env }),
    read: (file) => readFile(path.join(dir, file), 'utf8'),
    async compile() {
      const files = (await readdir(dir)).filter((file) => file.endsWith('.ts'))
      const config = path.join(dir, 'tsconfig.check.json')
      const compilerOptions = { noEmit: true, rootDir: ROOT }
      await writeFile(
        config,
        JSON.stringify({ extends: path.join(ROOT, 'tsconfig.json'), compilerOptions, include: [], files }),
      )
      const { out } = await run(COMPILER, ['-p', config])
      return out
    },
  }
}
