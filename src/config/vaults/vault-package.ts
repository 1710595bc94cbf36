import { ConfigError } from '../../errors/tolva-error.ts'

/**
 * Loads the packages of a vault when it is first asked.
 * @throws ConfigError code `missing_package` where one is not installed.
 */
export async function vaultPackage<T>(of: { vault: string; packages: string }, load: () => Promise<T>): Promise<T> {
  return load().catch((cause: unknown) => {
    throw new ConfigError(`${of.vault} needs a package that is not installed`, {
      code: 'missing_package',
      hint: `Run: npm install ${of.packages}`,
      cause,
    })
  })
}
