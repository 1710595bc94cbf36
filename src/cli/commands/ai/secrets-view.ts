import { examples, JSON_FLAG } from '../../flags.ts'
import type { Register } from '../../registration.ts'

/** Adds `tolva ai secrets view-redacted`. */
export const registerSecretsView: Register = (secrets, execute) => {
  secrets
    .command('view-redacted')
    .description('show the keys of a secrets file with their types, and masks for their values')
    .option('--path <file>', 'one that `tolva ai secrets list` shows', '.dlt/secrets.toml')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples('tolva ai secrets view-redacted', 'tolva ai secrets view-redacted --path .dlt/config.toml --json'),
    )
    .action((flags: { json?: boolean; path: string }) =>
      execute('ai secrets view-redacted', flags.json ?? false, async ({ cwd, terminal }) => {
        const { readRedacted } = await import('../../../config/secret-files/read-redacted.ts')
        const redacted = await readRedacted(cwd, flags.path)
        if (redacted.keys.length === 0) terminal.note(`${redacted.file} holds nothing`)
        terminal.result('ai secrets view-redacted', redacted, redacted.toml)
      }),
    )
}
