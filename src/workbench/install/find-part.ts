import { contentHash } from './content-hash.ts'
import { findJsonPart } from './json-part.ts'
import type { FoundPart, Refusal } from './part-form.ts'
import { findBlock, findLine } from './text-part.ts'
import { findTomlPart } from './toml-part.ts'
import type { Wanted } from './wanted.ts'

/** Looks for what is wanted in the text of its file. */
export function findPart(text: string | undefined, wanted: Wanted): FoundPart | Refusal {
  switch (wanted.form) {
    case 'file':
      return {
        present: text === undefined ? undefined : contentHash(text),
        wanted: contentHash(wanted.text),
        write: () => wanted.text,
      }
    case 'line':
      return findLine(text, wanted)
    case 'block':
      return findBlock(text, wanted)
    case 'table':
      return findTomlPart(text, wanted)
    default:
      return findJsonPart(text, wanted)
  }
}
