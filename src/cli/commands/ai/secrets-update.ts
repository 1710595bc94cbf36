import { text as readAll } from 'node:stream/consumers'
import { examples, JSON_FLAG } from '../../flags.ts'
import type { Register } from '../../registration.ts'

/** Adds `tolva ai secrets update-fragment`. */
export const registerSecretsUpdate: Register = (secrets, execute) => {
  secrets
    .command('update-fragment')
    .description('write placeholders and harmless settings into a secrets file; real secrets are refused')
    .argument('[toml]', 'lines of TOML, \\n between them; standard input where absent')
    .requiredOption('--path <file>', 'one that `tolva ai secrets list` shows')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples(
        `tolva ai secrets update-fragment --path .dlt/secrets.toml '[sources.chatbot_source]\\napi_key = "<configure me>"'`,
        'tolva ai secrets update-fragment --path .dlt/secrets.toml < fragment.toml',
      ),
    )
    .action((toml: string | undefined, flags: { json?: boolean; path: string }) =>
      execute('ai secrets update-fragment', flags.json ?? false, async ({ cwd, terminal }) => {
        const { updateFragment } = await import('../../../config/secret-files/update-fragment.ts')
        const fragment = toml ?? (await readAll(process.stdin))
        const redacted = await updateFragment({ folder: cwd, file: flags.path, fragment })
        terminal.result('ai secrets update-fragment', redacted, redacted.toml)
      }),
    )
}
