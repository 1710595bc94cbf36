import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { parseExact } from '../../src/values/exact-json.ts'
import { caseFiles } from '../conformance/case-files.ts'
import { compareRuns } from '../conformance/core/compare-runs.ts'
import { readPipelineCase } from '../conformance/core/pipeline-case.ts'
import { recordedSnapshot } from '../conformance/core/recorded-snapshot.ts'
import { handover } from './handover.ts'
import { NO_PYTHON } from './python.ts'
import { useDlt } from './use-dlt.ts'

/** Recorded cases that are no exchange of two tools. */
const APART = new Map([
  ['abort_pending', 'a package that waits stays with the tool that made it'],
  ['pending_extracted', 'a package that waits stays with the tool that made it'],
  ['pending_load', 'a package that waits stays with the tool that made it'],
  ['append_then_merge', 'a documented deviation'],
  ['merge_no_keys', 'a documented deviation'],
  ['import_schema', 'a machine without the schema imports it anew, which was recorded on one that had it'],
  ['schema_version_growth', 'dlt keeps to its local schema while the state is unchanged: see the scenarios'],
])

const files = (await caseFiles({ kind: 'core', groups: [], names: [] })).filter(
  ({ kind, name }) => kind === 'pipeline' && !APART.has(name),
)
const texts = await Promise.all(files.map(async ({ name, path }) => [name, await readFile(path, 'utf8')] as const))
const cases = texts
  .map(
    ([name, text]) => [name, { text, recorded: readPipelineCase(parse(text)).results.map(recordedSnapshot) }] as const,
  )
  .filter(([, { recorded }]) => recorded.length > 1)

const dlt = useDlt()

test('there are recorded cases of several runs', () => {
  expect(cases.length).toBeGreaterThan(40)
})

describe.each([
  ['dlt', 'tolva'],
  ['tolva', 'dlt'],
] as const)('what %s began and %s goes on with is what one alone makes of it', (...tools) => {
  test.for(cases)('%s', async ([, { text, recorded }], { skip }) => {
    const process = dlt()
    if (process === undefined) return skip(NO_PYTHON)
    const differences = compareRuns(recorded, await handover({ scenario: text, tools }, process))
    expect(differences, differences.join('\n')).toEqual([])
  })
})

function parse(text: string): unknown {
  return parseExact(new TextEncoder().encode(text))
}
