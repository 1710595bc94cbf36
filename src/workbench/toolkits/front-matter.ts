import { parse } from 'yaml'
import { isRecord } from '../../values/is-record.ts'

/** A markdown file in two: what stands between the lines of `---`, and the rest. */
export interface FrontMatter {
  /** Empty where there is none. */
  readonly data: Readonly<Record<string, unknown>>
  readonly body: string
  /** Why what is there could not be read. */
  readonly problem?: string
}

/** Takes a markdown file apart. */
export function readFrontMatter(text: string): FrontMatter {
  const found = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)
  if (found === null) {
    return text.startsWith('---')
      ? { data: {}, body: text, problem: 'its front matter has no end' }
      : { data: {}, body: text }
  }
  const body = text.slice(found[0].length).replace(/^(\r?\n)+/, '')
  try {
    const data: unknown = parse(found[1] ?? '')
    if (isRecord(data)) return { data, body }
    return { data: {}, body, problem: 'its front matter is no list of keys' }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return { data: {}, body, problem: `its front matter is not YAML: ${reason}` }
  }
}

/** The text of a key, or undefined. */
export function textOf({ data }: FrontMatter, key: string): string | undefined {
  const value = data[key]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}
