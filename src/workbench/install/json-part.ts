import { valueHash } from './content-hash.ts'
import { appendTo, type JsonText, replaceNode } from './edit-json.ts'
import { type JsonNode, readJsonTree } from './json-tree.ts'
import type { FoundPart, Refusal } from './part-form.ts'
import type { Wanted } from './wanted.ts'

type JsonPart = Extract<Wanted, { readonly form: 'entry' | 'element' }>

/** Looks for a part in a JSON file. The file's own text, order and comments stay. */
export function findJsonPart(text: string | undefined, part: JsonPart): FoundPart | Refusal {
  const json = readTree(text)
  if ('refused' in json) return { ...json, add: inFull(part) }
  const { value } = part
  const isElement = part.form === 'element'
  const path = part.at
  const { node, rest } = descend(json.root, path)
  const expects = rest.length > 0 ? node.members : isElement ? node.elements : []
  if (expects === undefined) {
    return {
      refused: `${path.slice(0, path.length - rest.length).join('.') || 'it'} is not what is expected there`,
      add: inFull(part),
    }
  }
  const found = rest.length > 0 ? undefined : isElement ? elementOf(node, part) : node
  return {
    present: found === undefined ? undefined : valueHash(found.value),
    wanted: valueHash(value),
    write() {
      if (found !== undefined) return replaceNode(json, found, value)
      const [key, ...deeper] = rest
      if (key === undefined) return appendTo(json, node, { value })
      return appendTo(json, node, { key, value: nested(deeper, isElement ? [value] : value) })
    },
  }
}

function readTree(text: string | undefined): JsonText | { readonly refused: string } {
  const source = text === undefined || text.trim() === '' ? '{}\n' : text
  try {
    const root = readJsonTree(source)
    return root.members === undefined ? { refused: 'it is no object' } : { text: source, root }
  } catch (error) {
    return { refused: error instanceof SyntaxError ? error.message : String(error) }
  }
}

/** As far as the keys lead, and those that are not there. */
function descend(
  root: JsonNode,
  path: readonly string[],
): { readonly node: JsonNode; readonly rest: readonly string[] } {
  let node = root
  for (const [index, key] of path.entries()) {
    const next = node.members?.findLast((member) => member.key === key)
    if (next === undefined) return { node, rest: path.slice(index) }
    node = next.node
  }
  return { node, rest: [] }
}

function elementOf({ elements = [] }: JsonNode, { value, ...part }: JsonPart): JsonNode | undefined {
  const equal = elements.find((element) => valueHash(element.value) === valueHash(value))
  const marks = part.form === 'element' ? (part.marks ?? []) : []
  return equal ?? elements.find((element) => marks.some((mark) => JSON.stringify(element.value).includes(mark)))
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight((inner: unknown, key) => ({ [key]: inner }), value)
}

function inFull({ form, at, value }: JsonPart): string {
  return JSON.stringify(nested(at, form === 'element' ? [value] : value))
}
