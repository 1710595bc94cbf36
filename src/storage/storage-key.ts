import { ConfigError } from '../errors/tolva-error.ts'

/**
 * Returns the key when it stays below the root of its storage.
 * @throws ConfigError code `bad_storage_key` for absolute keys, empty, `.` and `..` segments, backslashes and NUL.
 */
export function checkKey(key: string): string {
  const outside = /[\\\0]/.test(key) || key.split('/').some((part) => part === '' || part === '.' || part === '..')
  if (!outside) return key
  throw new ConfigError(`the storage key ${JSON.stringify(key)} does not stay below its folder`, {
    code: 'bad_storage_key',
    hint: 'Use a relative path with forward slashes, without empty, "." or ".." parts.',
  })
}
