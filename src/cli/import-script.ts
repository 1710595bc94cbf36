import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigError } from '../errors/tolva-error.ts'

/**
 * Runs a project's script and returns what it exports. What keeps it from running has one remedy each; every other error is the script's own.
 * @throws ConfigError `missing_package`, `not_a_module`.
 */
export async function importScript(path: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(path).href)
  } catch (error) {
    throw explained(error, path)
  }
}

function explained(error: unknown, path: string): unknown {
  if (!(error instanceof Error)) return error
  const name = /^Cannot find package '([^']+)'/.exec(error.message)?.[1]
  if (name !== undefined) {
    return new ConfigError(`the package ${name} is not installed`, {
      code: 'missing_package',
      hint: `npm install ${name}`,
      cause: error,
    })
  }
  const isNoModule = error instanceof SyntaxError && /outside a module|Unexpected token 'export'/.test(error.message)
  if (!isNoModule) return error
  return new ConfigError(`${basename(path)} has imports, but its package.json says that it is no module`, {
    code: 'not_a_module',
    hint: 'npm pkg set type=module',
    context: { file: path },
    cause: error,
  })
}
