import { contentHash } from './content-hash.ts'
import type { FoundPart, Refusal } from './part-form.ts'
import type { Wanted } from './wanted.ts'

/** Looks for a line of a text file; a new one is put at the end. */
export function findLine(text = '', { line }: Extract<Wanted, { readonly form: 'line' }>): FoundPart {
  const isThere = text.split(/\r?\n/).some((one) => one.trim() === line.trim())
  return {
    present: isThere ? contentHash(line) : undefined,
    wanted: contentHash(line),
    write: () => `${withEnd(text)}${line}${newlineOf(text)}`,
  }
}

/** Looks for a marked block of a markdown file; a new one is put at the end. */
export function findBlock(text = '', part: Extract<Wanted, { readonly form: 'block' }>): FoundPart | Refusal {
  const [open, close] = [`<!-- ${part.id} -->`, `<!-- /${part.id} -->`]
  const block = [open, part.text, close].join('\n').replaceAll('\n', newlineOf(text))
  const start = text.indexOf(open)
  const end = text.indexOf(close, start)
  if (start >= 0 && end < 0) return { refused: `the line ${close} is gone`, add: block }
  const found = start < 0 ? undefined : text.slice(start, end + close.length)
  return {
    present: found === undefined ? undefined : contentHash(found),
    wanted: contentHash(block),
    write() {
      if (found !== undefined) return text.slice(0, start) + block + text.slice(start + found.length)
      const gap = text.trim() === '' ? '' : newlineOf(text)
      return `${text.trim() === '' ? '' : withEnd(text)}${gap}${block}${newlineOf(text)}`
    },
  }
}

function withEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}${newlineOf(text)}`
}

function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}
