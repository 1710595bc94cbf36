import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guard } from './guard.ts'
import { judge } from './judge.ts'

const CWD = '/home/me/project'
const shell = (command: string) => judge({ paths: [], commands: [command], cwd: CWD, mustName: true }).allow

/** Ways to write one letter for a shell that come to the same. */
const WAYS: readonly ((char: string) => string)[] = [
  (char) => char,
  (char) => `\\${char}`,
  (char) => `'${char}'`,
  (char) => `"${char}"`,
  (char) => `$'\\x${char.charCodeAt(0).toString(16)}'`,
  (char) => `$'\\${char.charCodeAt(0).toString(8)}'`,
  (char) => `""${char}`,
  (char) => (/[a-z]/.test(char) ? `[${char}]` : char),
]

test('however the letters of a secrets file are quoted, it is refused', () => {
  const ways = fc.array(fc.nat(WAYS.length - 1), { minLength: 17, maxLength: 17 })
  const before = fc.constantFrom('cat ', 'head -n1 ', 'sed p < ', 'x=1; tac ', 'true && nl ', 'echo "$(cat ', 'dd if=')
  fc.assert(
    fc.property(before, ways, (command, chosen) => {
      const path = [...'.dlt/secrets.toml'].map((char, at) => WAYS[chosen[at] ?? 0]?.(char) ?? char).join('')
      expect(shell(`${command}${path}`)).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test('whatever it is asked, it answers', () => {
  fc.assert(
    fc.property(fc.constantFrom('claude', 'codex', 'cursor', 'gemini', 'windsurf', ''), fc.string(), (agent, text) => {
      const { stdout, stderr, code } = guard(agent, text)
      expect(typeof stdout + typeof stderr + typeof code).toBe('stringstringnumber')
    }),
    { numRuns: 300 },
  )
  fc.assert(
    fc.property(fc.constantFrom('claude', 'codex', 'cursor', 'gemini', 'windsurf'), fc.jsonValue(), (agent, value) => {
      guard(agent, JSON.stringify({ tool_name: 'Bash', tool_input: value, tool_info: value, command: value }))
    }),
    { numRuns: 300 },
  )
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'$(){}[]`"\'\\<>|&; *?!.a/\n=') }), (text) => {
      expect(typeof shell(text)).toBe('boolean')
    }),
    { numRuns: 1000 },
  )
})
