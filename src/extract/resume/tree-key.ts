import { createHash } from 'node:crypto'
import { typedJson } from '../../values/typed-json.ts'
import type { Stream } from '../streams-of.ts'
import { cursorsApart } from './saved-resume.ts'

/** A short text that changes with whatever makes other pages of an independent resource or of what depends on it. */
export function treeKey(stream: Stream): string {
  return digest(JSON.stringify(shapeOf(stream), plain))
}

/** The same for the cursors that requests of such a tree are made with. @param names Of the resources in it. */
export function cursorsText(
  names: readonly string[],
  state: (resource: string) => Readonly<Record<string, unknown>> | undefined,
): string {
  return digest(names.map((name) => typedJson(cursorsApart(state(name) ?? {}).cursors)).join('\n'))
}

function shapeOf({ resource, selected, children }: Stream): unknown {
  return {
    name: resource.name,
    key: resource.resumeKey,
    // Often counted back from now; the value that the run began with stands in its reading.
    incremental: { ...resource.hints.incremental, initialValue: undefined },
    selected: selected.length > 0,
    children: children.map(shapeOf),
  }
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'function' || typeof value === 'bigint' ? String(value) : value
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
