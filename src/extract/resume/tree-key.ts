import { createHash } from 'node:crypto'
import { typedJson } from '../../values/typed-json.ts'
import type { Stream } from '../streams-of.ts'
import { cursorsApart } from './saved-resume.ts'

/** A short text that changes with whatever makes other pages of an independent resource or of what depends on it. */
export function treeKey(stream: Stream): string {
  return digest(JSON.stringify(shapeOf(stream), plain))
}

/** The same for the cursors that requests are made with. */
export function cursorsText(stream: Stream, state: (resource: string) => Record<string, unknown>): string {
  const texts: string[] = []
  const add = ({ resource, children }: Stream) => {
    texts.push(typedJson(cursorsApart(state(resource.name)).cursors))
    for (const child of children) add(child)
  }
  add(stream)
  return digest(texts.join('\n'))
}

function shapeOf({ resource, selected, children }: Stream): unknown {
  return {
    name: resource.name,
    key: resource.resumeKey,
    incremental: resource.hints.incremental,
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
