import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { mermaid } from '../../src/schema/render/mermaid.ts'
import type { Json } from '../../src/schema/stored.ts'
import { fromStored } from '../../src/schema/stored-form.ts'
import { NO_PYTHON, runPython, testPython } from './python.ts'

const VECTORS = new URL('../conformance/vectors/core/', import.meta.url)
const recorded = z.object({
  results: z.array(z.object({ schemas: z.record(z.string(), z.json()).optional() }).loose()).optional(),
})

let python: string | undefined
beforeAll(() => {
  python = testPython()
})

/** The last schema of some recorded cases, large ones first. */
function schemas(): readonly (readonly [string, Json])[] {
  const found = readdirSync(VECTORS).flatMap((file) => {
    const parsed = recorded.safeParse(JSON.parse(readFileSync(new URL(file, VECTORS), 'utf8')))
    const last = parsed.data?.results?.findLast(({ schemas }) => schemas !== undefined)
    return Object.values(last?.schemas ?? {}).map((schema) => [file, schema] as const)
  })
  return found.toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length).slice(0, 5)
}

test('diagrams have the entities, attributes and links that dlt draws', async ({ skip }) => {
  if (python === undefined) return skip(NO_PYTHON)
  const cases = schemas()
  expect(cases.length).toBe(5)
  for (const [file, stored] of cases) {
    const schema = fromStored(stored, { asIs: true })
    const answer = await runPython({ python, script: 'mermaid.py', cwd: tmpdir() }, Object(stored))
    const theirs = z.object({ mermaid: z.string() }).parse(answer).mermaid
    expect(sorted(mermaid(schema)), file).toEqual(sorted(theirs))
  }
})

/** Tables stand in another order: dlt's own come last. */
const sorted = (text: string) => text.trim().split('\n').sort()
