import fc from 'fast-check'
import { parse } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { diffText } from '../../src/workbench/install/diff-text.ts'
import { findPart } from '../../src/workbench/install/find-part.ts'
import { readJsonTree } from '../../src/workbench/install/json-tree.ts'
import type { Item, PlainValue } from '../../src/workbench/install/wanted.ts'

const item: Item = { kind: 'MCP server', name: 'tolva', path: 'x' }

function written(text: string | undefined, wanted: Parameters<typeof findPart>[1]): string {
  const found = findPart(text, wanted)
  if ('refused' in found) throw new Error(found.refused)
  return found.write()
}

const entry = (at: readonly string[], value: PlainValue) => ({
  form: 'entry' as const,
  path: 'x.json',
  at,
  value,
  item,
})
const element = (at: readonly string[], value: PlainValue) => ({ ...entry(at, value), form: 'element' as const })

describe('a key of a JSON file', () => {
  test.each([
    ['nothing', undefined, '{\n  "a": {\n    "b": 1\n  }\n}\n'],
    ['an empty file', '', '{\n  "a": {\n    "b": 1\n  }\n}\n'],
    ['an empty object', '{}', '{\n  "a": {\n    "b": 1\n  }\n}'],
    ['one line', '{"z": 0}', '{"z": 0, "a": {"b":1}}'],
    ['tabs', '{\n\t"z": 0\n}\n', '{\n\t"z": 0,\n\t"a": {\n\t\t"b": 1\n\t}\n}\n'],
    ['lines of Windows', '{\r\n  "z": 0\r\n}\r\n', '{\r\n  "z": 0,\r\n  "a": {\r\n    "b": 1\r\n  }\r\n}\r\n'],
    ['a comma at the end', '{\n  "z": 0,\n}', '{\n  "z": 0,\n  "a": {\n    "b": 1\n  },\n}'],
    ['a comment at the end', '{\n  "z": 0 // why\n}', '{\n  "z": 0, // why\n  "a": {\n    "b": 1\n  }\n}'],
    ['a comment alone', '{\n  // mine\n}', '{\n  // mine\n  "a": {\n    "b": 1\n  }\n}'],
    ['a key beside it', '{\n  "a": {\n    "c": 2\n  }\n}', '{\n  "a": {\n    "c": 2,\n    "b": 1\n  }\n}'],
    ['another value', '{ "a": { /* old */ "b": 0 } }', '{ "a": { /* old */ "b": 1 } }'],
  ])('is added to %s', (_name, before, after) => {
    expect(written(before, entry(['a', 'b'], 1))).toBe(after)
  })

  test.each(['{', '[1]', '{"a": 1} x', '{"a" 1}', '{"a": {"b": }}', '{a: 1}'])('is not added to %s', (text) => {
    expect(findPart(text, entry(['a', 'b'], 1))).toHaveProperty('refused')
    if (text !== '[1]')
      expect(findPart(text, entry(['a', 'b'], 1))).toMatchObject({ refused: 'it is not JSON: line 1' })
  })

  test('leaves every other value and comment as it is, whatever the file is like', () => {
    const files = fc.tuple(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.jsonValue()),
      fc.constantFrom(0, 2, 4, '\t'),
    )
    fc.assert(
      fc.property(
        files,
        fc.array(fc.stringMatching(/^[a-z]{1,2}$/), { minLength: 1, maxLength: 3 }),
        ([value, indent], at) => {
          const text = JSON.stringify(value, null, indent).replace(/^\{\n/, '{ // mine\n')
          const found = findPart(text, entry(at, 'new'))
          if ('refused' in found) return
          const after = found.write()
          const expected = structuredClone(value)
          let place: Record<string, unknown> = expected
          for (const key of at.slice(0, -1)) {
            const inner: Record<string, unknown> = Object(place[key] ?? {})
            place[key] = inner
            place = inner
          }
          place[at.at(-1) ?? ''] = 'new'
          expect(readJsonTree(after).value).toEqual(JSON.parse(JSON.stringify(expected)))
          expect(after.includes('// mine')).toBe(text.includes('// mine'))
          expect(findPart(after, entry(at, 'new'))).toMatchObject({ present: expect.any(String) })
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('an element of a list', () => {
  test.each([
    ['{}', '{\n  "a": [\n    "x"\n  ]\n}'],
    ['{"a": []}', '{"a": [\n  "x"\n]}'],
    ['{"a": ["y"]}', '{"a": ["y", "x"]}'],
    ['{\n  "a": [\n    "y",\n  ],\n}', '{\n  "a": [\n    "y",\n    "x",\n  ],\n}'],
  ])('is added to %j', (before, after) => {
    expect(written(before, element(['a'], 'x'))).toBe(after)
  })

  test('is known again by its marks, and by its value whatever the order of its keys', () => {
    const old = '{"a": [{"command": "node old/hook.js"}]}'
    const part = { ...element(['a'], { command: 'node new/hook.js' }), marks: ['/hook.js'] }
    expect(written(old, part)).toContain('new/hook.js')
    expect(written(old, part)).not.toContain('old/hook.js')
    const found = findPart('{"a": [{"y": 2, "x": 1}]}', element(['a'], { x: 1, y: 2 }))
    expect('present' in found && found.present === found.wanted).toBe(true)
  })
})

describe('a table of a TOML file', () => {
  const table = (value: Readonly<Record<string, PlainValue>>) => ({
    form: 'table' as const,
    path: 'x.toml',
    at: ['mcp_servers', 'tolva'],
    value,
    item,
  })

  test.each([
    ['', '[mcp_servers.tolva]\ncommand = "a"\n'],
    ['x = 1', 'x = 1\n\n[mcp_servers.tolva]\ncommand = "a"\n'],
    ['x = 1\r\n', 'x = 1\r\n\r\n[mcp_servers.tolva]\r\ncommand = "a"\r\n'],
  ])('is added to %j', (before, after) => {
    expect(written(before, table({ command: 'a' }))).toBe(after)
  })

  test('is replaced where it stands, and what follows stays', () => {
    const before = '# top\n[ mcp_servers.tolva ] # ours\ncommand = "old"\n\n[mcp_servers.other]\ncommand = "b"\n'
    const after = written(before, table({ command: 'a', args: ['x'] }))
    expect(after).toBe(
      '# top\n[mcp_servers.tolva]\ncommand = "a"\nargs = [ "x" ]\n\n[mcp_servers.other]\ncommand = "b"\n',
    )
    expect(parse(after)).toMatchObject({ mcp_servers: { other: { command: 'b' } } })
  })

  test.each(['x = ', 'mcp_servers = { other = {} }', 'mcp_servers = 1'])('is not added to %j', (text) => {
    expect(findPart(text, table({ command: 'a' }))).toHaveProperty('refused')
  })
})

describe('a block of a page', () => {
  const block = { form: 'block' as const, path: 'x.md', id: 'tolva:init', text: 'new', item }
  test.each([
    ['', '<!-- tolva:init -->\nnew\n<!-- /tolva:init -->\n'],
    ['mine', 'mine\n\n<!-- tolva:init -->\nnew\n<!-- /tolva:init -->\n'],
    ['a\n<!-- tolva:init -->\nold\n<!-- /tolva:init -->\nb', 'a\n<!-- tolva:init -->\nnew\n<!-- /tolva:init -->\nb'],
  ])('is put into %j', (before, after) => {
    expect(written(before, block)).toBe(after)
  })

  test('is left alone where its end is gone', () => {
    expect(findPart('<!-- tolva:init -->\nold', block)).toMatchObject({
      refused: 'the line <!-- /tolva:init --> is gone',
    })
  })
})

test('a difference shows what changes with three lines around it', () => {
  const before = Array.from({ length: 12 }, (_, index) => `line ${index}`)
  const after = before.toSpliced(6, 1, 'other')
  expect(diffText('a.md', before.join('\n'), after.join('\n'))).toBe(
    '--- a.md\n+++ a.md\n@@ -4 +4 @@\n line 3\n line 4\n line 5\n-line 6\n+other\n line 7\n line 8\n line 9',
  )
  expect(diffText('a.md', undefined, 'x\n')).toBe('--- a.md\n+++ a.md\n@@ -1 +1 @@\n+x')
})
