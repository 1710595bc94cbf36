import { ConfigError } from '../../errors/tolva-error.ts'

/**
 * Loads what opens a kind of bucket.
 * @throws ConfigError code `missing_package` with the command that installs it.
 */
export async function loadSdk<T>(what: string, packages: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    throw new ConfigError(`what opens ${what} is not installed`, {
      code: 'missing_package',
      hint: `Run: npm install ${packages}`,
      cause,
    })
  }
}
