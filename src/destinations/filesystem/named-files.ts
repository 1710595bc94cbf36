import { nameOf } from './keys.ts'

/** A file of `_dlt_pipeline_state` or `_dlt_version`: `<name>__<load id or moment>__<hash in hex>.jsonl`. */
export interface NamedFile {
  readonly key: string
  readonly name: string
  readonly moment: string
  /** In hex. */
  readonly hash: string
}

/** Those of the keys that are such files. */
export function namedFiles(keys: readonly string[]): readonly NamedFile[] {
  return keys.flatMap((key) => {
    const match = /^(.+)__([^_]+)__([^_]*)\.jsonl$/s.exec(nameOf(key))
    const [, name, moment, hash] = match ?? []
    return name === undefined || moment === undefined || hash === undefined ? [] : [{ key, name, moment, hash }]
  })
}

/** A hash in base64 as file names hold it. */
export function hashInName(hash: string): string {
  return Buffer.from(hash, 'base64').toString('hex')
}
