import { normalize } from 'node:path'
import type { ExpectedKeyStatus } from '../../../config/secret-files/check-secrets.ts'
import { examples, JSON_FLAG } from '../../flags.ts'
import type { Register } from '../../registration.ts'

/** Adds `tolva ai secrets check`. */
export const registerSecretsCheck: Register = (secrets, execute) => {
  secrets
    .command('check')
    .description('say which keys a pipeline file needs, and which of them are set; nothing is requested or loaded')
    .argument('<file>', 'the file (.ts, .js, .yaml)')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      `${examples('tolva ai secrets check chatbot_pipeline.ts', 'tolva ai secrets check chatbot.yaml --json')}\n\nExit code 1 where a key that is needed is not set.`,
    )
    .action((file: string, flags: { json?: boolean }) =>
      execute('ai secrets check', flags.json ?? false, async (context) => {
        const [{ checkSecrets }, { expectedSecrets }] = await Promise.all([
          import('../../../config/secret-files/check-secrets.ts'),
          import('../../expected-secrets.ts'),
        ])
        const expected = await expectedSecrets(file, context)
        const keys = await checkSecrets({ folder: context.cwd, expected, env: context.env })
        const ready = keys.every(isReady)
        context.terminal.result('ai secrets check', { file, ready, keys }, textOf(file, keys))
        if (!ready) context.exitWith(1)
      }),
    )
}

function isReady({ optional, status }: ExpectedKeyStatus): boolean {
  return optional || status === 'set'
}

function textOf(file: string, keys: readonly ExpectedKeyStatus[]): string {
  if (keys.length === 0) return `${file} asks for no configuration`
  const open = keys.filter((one) => !isReady(one))
  return [
    ...keys.map(lineOf),
    ...open.flatMap((one) => {
      const { key, put, description } = one
      if (put === null) return []
      return ['', `${key}${description === undefined ? '' : `: ${description}`}`, ...instruction(one, put)]
    }),
  ].join('\n')
}

function instruction(
  { status, foundIn }: ExpectedKeyStatus,
  put: NonNullable<ExpectedKeyStatus['put']>,
): readonly string[] {
  const isThere = status === 'placeholder' && foundIn?.endsWith(normalize(put.file)) === true
  return [
    `${isThere ? 'replace the placeholder in' : 'put this into'} ${put.file}, or export ${put.environment}=…:`,
    '',
    ...put.lines.split('\n').map((line) => `  ${line}`),
  ]
}

function lineOf(one: ExpectedKeyStatus): string {
  const mark = isReady(one) ? (one.status === 'set' ? '✓' : '·') : '✗'
  const where = one.status === 'missing' || one.foundIn === null ? '' : ` in ${one.foundIn}`
  const notes = [one.type, one.secret ? 'secret' : 'setting', ...(one.optional ? ['optional'] : [])]
  return `${mark} ${one.key}: ${one.status}${where} (${notes.join(', ')})`
}
