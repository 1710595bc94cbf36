import type { JsonMember, JsonNode } from './json-tree.ts'

/** A JSON text that is changed at one place; all other characters stay. */
export interface JsonText {
  readonly text: string
  readonly root: JsonNode
}

/** The text with another value in a node's place. */
export function replaceNode({ text, root }: JsonText, node: JsonNode, value: unknown): string {
  return text.slice(0, node.start) + written(value, text, indentAt(text, node.start, root)) + text.slice(node.end)
}

/** The text with one more key in an object, or one more element in a list, at its end. */
export function appendTo({ text, root }: JsonText, node: JsonNode, added: { key?: string; value: unknown }): string {
  const unit = unitOf(text, root)
  const last = lastOf(node)
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const inner = text.slice(node.start + 1, node.end - 1)
  const isFlat = last !== undefined && !inner.includes('\n')
  const outerIndent = indentAt(text, node.start, root)
  const indent = last === undefined || isFlat ? outerIndent + unit : indentAt(text, startOf(last), root)
  const body = isFlat ? JSON.stringify(added.value) : written(added.value, text, indent, unit)
  const entry = added.key === undefined ? body : `${JSON.stringify(added.key)}: ${body}`
  if (last === undefined) {
    const kept = inner.trim() === '' ? '' : inner.trimEnd()
    return `${text.slice(0, node.start + 1)}${kept}${newline}${indent}${entry}${newline}${outerIndent}${text.slice(node.end - 1)}`
  }
  const end = 'node' in last ? last.node.end : last.end
  const tail = text.slice(end, node.end - 1)
  // A comma that stands at the end already is used, and another one is not made.
  const hasComma = /^\s*,/.test(withoutComments(tail))
  const separated = hasComma ? tail.trimEnd() : `,${tail.trimEnd()}`
  const gap = isFlat ? ' ' : `${newline}${indent}`
  return `${text.slice(0, end)}${separated}${gap}${entry}${hasComma && !isFlat ? ',' : ''}${tail.slice(tail.trimEnd().length)}${text.slice(node.end - 1)}`
}

function lastOf({ members, elements }: JsonNode): JsonMember | JsonNode | undefined {
  return members?.at(-1) ?? elements?.at(-1)
}

function startOf(last: JsonMember | JsonNode): number {
  return 'node' in last ? last.node.start : last.start
}

function withoutComments(text: string): string {
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '')
}

/** JSON over several lines, indented as the file is. */
function written(value: unknown, text: string, indent: string, unit = '  '): string {
  const lines = JSON.stringify(value, null, unit).split('\n')
  return lines.join(`${text.includes('\r\n') ? '\r\n' : '\n'}${indent}`)
}

/** The white space that the line of a character begins with; none for the outermost value. */
function indentAt(text: string, at: number, root: JsonNode): string {
  if (at === root.start) return ''
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  return /^[ \t]*/.exec(line)?.[0] ?? ''
}

/** How far the file indents its first level. */
function unitOf(text: string, root: JsonNode): string {
  return /^\{\s*?\n([ \t]+)/.exec(text.slice(root.start))?.[1] ?? '  '
}
