import { ConfigError } from '../errors/tolva-error.ts'

/**
 * The port that a flag names.
 * @param example One that the hint shows.
 * @throws ConfigError `bad_port`
 */
export function portNumber(text: string, example: number): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port < 65_536) return port
  throw new ConfigError(`${text} is no port`, {
    code: 'bad_port',
    hint: `Name one from 1 to 65535: --port ${example}`,
  })
}
