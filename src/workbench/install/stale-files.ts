import { contentHash } from './content-hash.ts'
import type { InstallInput, Step } from './plan-install.ts'
import type { Wanted } from './wanted.ts'

/** Files that an earlier version brought and this one does not: removed, unless somebody edited them. */
export function staleFiles(toolkit: string, wanted: readonly Wanted[], input: InstallInput): readonly Step[] {
  const paths = new Set(wanted.map(({ path }) => path))
  return Object.entries(input.record[toolkit]?.files ?? {}).flatMap(([path, { sha3_256, agent }]): readonly Step[] => {
    const there = input.files.get(path)
    if (agent !== input.agent || paths.has(path) || there?.text === undefined) return []
    const step = { toolkit, path, item: { kind: 'skill', name: path, path } as const }
    if (contentHash(there.text) === sha3_256) return [{ ...step, outcome: 'removed' }]
    return [{ ...step, outcome: 'kept', why: `edited by hand; ${toolkit} does not bring it any more` }]
  })
}
