import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { namingConvention } from '../naming/naming-convention.ts'

/**
 * The dataset of a pipeline: what was given, else where it loaded to before on this machine, else `<name>_dataset`.
 *
 * @param from.suffix Of dev mode, which takes over nothing.
 */
export function datasetName(
  given: string | undefined,
  from: { readonly pipeline: string; readonly folder: string; readonly suffix: string },
): string {
  const stored = given === undefined && from.suffix === '' ? storedName(from.folder) : undefined
  if (stored !== undefined) return stored
  return namingConvention('snake_case').normalizeTableIdentifier((given ?? `${from.pipeline}_dataset`) + from.suffix)
}

/** What cannot be read says nothing here: the run reads it again and complains. */
function storedName(folder: string): string | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))
    return isLeft(state) && !state._local._dev_mode ? state.dataset_name : undefined
  } catch {
    return undefined
  }
}

function isLeft(
  value: unknown,
): value is { readonly dataset_name: string; readonly _local: { readonly _dev_mode?: unknown } } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'dataset_name' in value &&
    typeof value.dataset_name === 'string' &&
    value.dataset_name !== '' &&
    '_local' in value &&
    typeof value._local === 'object' &&
    value._local !== null
  )
}
