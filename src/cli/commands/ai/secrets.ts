import type { Register } from '../../registration.ts'
import { registerSecretsCheck } from './secrets-check.ts'
import { registerSecretsList } from './secrets-list.ts'
import { registerSecretsUpdate } from './secrets-update.ts'
import { registerSecretsView } from './secrets-view.ts'

/** Adds `tolva ai secrets` with its subcommands. */
export const registerAiSecrets: Register = (ai, execute) => {
  const secrets = ai.command('secrets').description('the shape of secrets files; values are never shown')
  registerSecretsList(secrets, execute)
  registerSecretsView(secrets, execute)
  registerSecretsUpdate(secrets, execute)
  registerSecretsCheck(secrets, execute)
}
