import { CommanderError } from 'commander'
import { ConfigError, LoadFailedError, SchemaError, TolvaError } from '../errors/tolva-error.ts'

/** 0 done, 1 run failed, 2 usage or configuration, 3 partly failed, 4 contract broken, 5 locked by another run, 130 interrupted. */
export function exitCode(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (isAbort(error)) return 130
  if (error instanceof TolvaError && ['locked', 'lease_lost'].includes(error.code)) return 5
  if (error instanceof SchemaError && error.code.startsWith('contract_')) return 4
  if (error instanceof LoadFailedError && isPartial(error.info)) return 3
  if (error instanceof TolvaError && error.context.loaded !== undefined) return 3
  return error instanceof ConfigError ? 2 : 1
}

/** true for what an aborted signal throws, also where it is the cause of a step's error. */
export function isAbort(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'AbortError' || (error instanceof TolvaError && error.code === 'aborted')) return true
  return isAbort(error.cause)
}

function isPartial(info: unknown): boolean {
  if (typeof info !== 'object' || info === null || !('packages' in info) || !Array.isArray(info.packages)) return false
  return info.packages.some(
    (one: unknown) => typeof one === 'object' && one !== null && 'state' in one && one.state === 'loaded',
  )
}
