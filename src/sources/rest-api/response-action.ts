import { ConfigError } from '../../errors/tolva-error.ts'
import type { HttpResponse } from '../../http/request.ts'
import type { ResponseAction } from './config.ts'

/**
 * True where the configured actions say that an answer is to be passed over. The first action whose conditions all hold decides.
 * @throws ConfigError `invalid_config` for a matching action without a verb.
 */
export function isIgnored(response: HttpResponse, actions: readonly ResponseAction[]): boolean {
  const match = actions.find(
    ({ statusCode, content }) =>
      (statusCode === undefined || Number(statusCode) === response.status) &&
      (content === undefined || new TextDecoder().decode(response.body).includes(content)),
  )
  if (match === undefined || match.action === 'ignore') return match !== undefined
  throw new ConfigError(
    `a response action has ${match.action === undefined ? 'no action' : `the unknown action ${match.action}`}`,
    {
      code: 'invalid_config',
      hint: 'write action: ignore',
    },
  )
}
