import { checkName } from './file-name.ts'

/** Keys of a package below the working folder. `folder` ends with a slash. */
export interface PackageKeys {
  readonly folder: string
  readonly files: string
  readonly manifest: string
  readonly status: string
  readonly restore: string
  /** Begins the name of the mark that a package waits for another's seal; the other's load id follows. */
  readonly until: string
}

export const PACKAGES = 'packages/'
/** Begins the name of a mark: the package counts once the one of the load id that follows is sealed. */
export const UNTIL = 'until-'

/** @throws ConfigError code `bad_name` for what cannot be a load id. */
export function packageKeys(loadId: string): PackageKeys {
  const folder = `${PACKAGES}${checkName(loadId, 'load package')}/`
  return {
    folder,
    files: `${folder}files/`,
    manifest: `${folder}manifest.json`,
    status: `${folder}status.json`,
    restore: `${folder}restore.json`,
    until: `${folder}${UNTIL}`,
  }
}
