import type { JobFile, LoadPackage } from '../contracts/load-package.ts'
import { isRecord } from '../values/is-record.ts'

/** Whether a parsed value has the shape of a manifest, as far as loading relies on it. */
export function isLoadPackage(value: unknown): value is LoadPackage {
  return (
    isRecord(value) &&
    value.version === 1 &&
    texts(value, 'loadId', 'pipeline', 'dataset', 'createdAt') &&
    isRecord(value.schema) &&
    isRecord(value.report) &&
    'state' in value &&
    (value.expectedState === null || isRecord(value.expectedState)) &&
    [value.replace, value.drop, value.truncate].every((names) => isList(names, (name) => typeof name === 'string')) &&
    (value.together === undefined || isList(value.together, (loadId) => typeof loadId === 'string')) &&
    isList(value.jobs, isJobFile)
  )
}

function isJobFile(value: unknown): value is JobFile {
  return (
    isRecord(value) &&
    texts(value, 'id', 'table', 'format', 'file', 'digest') &&
    typeof value.rows === 'number' &&
    typeof value.bytes === 'number' &&
    isList(value.columns, (column) => typeof column === 'string')
  )
}

function isList(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem)
}

function texts(value: Readonly<Record<string, unknown>>, ...keys: readonly string[]): boolean {
  return keys.every((key) => typeof value[key] === 'string')
}
