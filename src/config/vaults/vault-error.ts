import { ConfigError } from '../../errors/tolva-error.ts'

/** Why a vault gave no answer. */
export interface VaultFailure {
  readonly vault: string
  /** The name of the secret, or what else was asked for. */
  readonly asked: string
  /** Of the failure nothing is told but this: what a vault's driver throws may hold the request, and with it a token. */
  readonly reason: string
  readonly hint: string
}

/** Code `vault_unreachable`: nothing can be said of the value, so looking on elsewhere would be guessing. */
export function vaultUnreachable(failure: VaultFailure): ConfigError {
  return vaultError('vault_unreachable', failure)
}

/** Code `vault_access_denied`: the vault does not know who asks. */
export function vaultAccessDenied(failure: VaultFailure): ConfigError {
  return vaultError('vault_access_denied', failure)
}

function vaultError(code: string, { vault, asked, reason, hint }: VaultFailure): ConfigError {
  return new ConfigError(`${vault} could not be asked for ${asked}: ${reason}`, {
    code,
    hint,
    context: { vault, asked },
  })
}

/** The codes and the status of what a driver threw, and nothing else of it. */
export function failureReason(error: unknown): string {
  const found = new Set<string>()
  for (let one = error, depth = 0; one instanceof Error && depth < 4; one = one.cause, depth += 1) {
    const parts = [Reflect.get(one, 'code'), Reflect.get(one, 'statusCode'), one.name]
    for (const part of parts) if (/^[\w.-]{1,40}$/.test(String(part ?? '')) && part !== 'Error') found.add(String(part))
    if (one instanceof AggregateError) for (const inner of one.errors) found.add(failureReason(inner))
  }
  return [...found].join(', ') || 'no answer'
}
