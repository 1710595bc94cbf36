import { ConfigError } from '../errors/tolva-error.ts'
import type { Environment } from './environment.ts'

/**
 * Replaces `${NAME}` and `${NAME:-default}` in a text of a TOML file by environment variables; `$${NAME}` stays as `${NAME}`.
 * @throws ConfigError code `unset_variable` where a variable without a default is not set.
 */
export function interpolate(text: string, env: Environment, where: { readonly key: string; readonly file: string }) {
  return text.replace(/(\$?)\$\{([A-Z_][A-Z0-9_]*)(?::-([^}]*))?\}/g, (whole, escaped, name, fallback) => {
    if (escaped) return whole.slice(1)
    const value = env[name] ?? fallback
    if (value !== undefined) return value
    throw new ConfigError(`${where.key} in ${where.file} needs the environment variable ${name}, which is not set`, {
      code: 'unset_variable',
      hint: `export ${name}=…, or write \${${name}:-default} in ${where.file}, or $\${${name}} where the text itself is meant`,
      context: { file: where.file },
    })
  })
}
