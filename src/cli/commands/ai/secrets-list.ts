import { examples, JSON_FLAG } from '../../flags.ts'
import type { Register } from '../../registration.ts'

/** Adds `tolva ai secrets list`. */
export const registerSecretsList: Register = (secrets, execute) => {
  secrets
    .command('list')
    .description('list the files of the project that hold secrets and settings')
    .option(...JSON_FLAG)
    .addHelpText('after', examples('tolva ai secrets list', 'tolva ai secrets list --json'))
    .action((flags: { json?: boolean }) =>
      execute('ai secrets list', flags.json ?? false, async ({ cwd, terminal }) => {
        const { listSecretFiles } = await import('../../../config/secret-files/known-files.ts')
        const files = await listSecretFiles(cwd)
        const lines = files.map(({ path, present }) => `${path}${present ? '' : '   (not there)'}`)
        terminal.result('ai secrets list', { files }, lines.join('\n'))
      }),
    )
}
