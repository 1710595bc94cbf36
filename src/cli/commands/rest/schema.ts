import { readPackageFile } from '../../../config/own-package.ts'
import { examples, JSON_FLAG } from '../../flags.ts'
import type { Register } from '../../registration.ts'

/** Adds `tolva rest schema`. */
export const registerRestSchema: Register = (rest, execute) => {
  rest
    .command('schema')
    .description('print the JSON Schema of pipeline files, for editors')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      `\nAn editor with the YAML language server takes it from the first line of a file:
  # yaml-language-server: $schema=./node_modules/tolva/schemas/rest-api.json
${examples('tolva rest schema > rest-api.json')}`,
    )
    .action((options: { json?: boolean }) =>
      execute('rest schema', options.json ?? false, async ({ terminal }) => {
        const text = await readPackageFile('schemas/rest-api.json')
        terminal.result('rest schema', JSON.parse(text), text.trimEnd())
      }),
    )
}
