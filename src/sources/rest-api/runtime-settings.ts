import type { ConfigReader } from '../../contracts/resource.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { ClientConfig } from './config.ts'

/** The client with what `[runtime]` says of timeouts and retries, where it says nothing itself. */
export async function withRuntimeSettings(client: ClientConfig, reader: ConfigReader): Promise<ClientConfig> {
  const read = async (field: string) => {
    const value = await reader.read({ sections: ['runtime'], field, secret: false, required: false })
    const number = value === undefined || value === null ? undefined : Number(value)
    if (number === undefined || !Number.isNaN(number)) return number
    throw new ConfigError(`runtime.${field} is not a number`, {
      code: 'invalid_config',
      hint: `set runtime.${field} to a number`,
    })
  }
  const found = {
    timeoutSeconds: client.timeoutSeconds ?? (await read('request_timeout')),
    maxAttempts: client.maxAttempts ?? (await read('request_max_attempts')),
    backoffSeconds: client.backoffSeconds ?? (await read('request_backoff_factor')),
    maxRetryDelaySeconds: client.maxRetryDelaySeconds ?? (await read('request_max_retry_delay')),
  }
  return { ...client, ...Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) }
}
