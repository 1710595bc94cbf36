// npm run conformance -- core|rest [DIR] [--group a,b] [--case x,y] [--bytes] [--json] [--all] [--timeout SECONDS]
import { parseArgs } from 'node:util'
import { caseFiles } from './case-files.ts'
import { type CaseResult, runCases } from './run-cases.ts'

const USAGE =
  'usage: npm run conformance -- core|rest [DIR] [--group a,b] [--case x,y] [--bytes] [--all] [--timeout SECONDS] [--json]'

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      group: { type: 'string', multiple: true, default: [] },
      case: { type: 'string', multiple: true, default: [] },
      // Rows are given as JSON bodies instead of JavaScript values wherever JSON can carry them.
      bytes: { type: 'boolean', default: false },
      // Every difference of a case instead of the first.
      all: { type: 'boolean', default: false },
      timeout: { type: 'string', default: '30' },
      json: { type: 'boolean', default: false },
    },
  })
  const [kind, folder] = positionals
  if (kind !== 'core' && kind !== 'rest') {
    console.error(USAGE)
    return 2
  }
  const selection = { kind, groups: split(values.group), names: split(values.case), ...(folder && { folder }) } as const
  const files = await caseFiles(selection)
  const form = values.bytes ? 'bytes' : 'rows'
  const results: CaseResult[] = []
  for await (const result of runCases(files, { kind, form, timeout: Number(values.timeout) * 1000 })) {
    results.push(result)
    if (!values.json) for (const line of lines(result, values.all)) console.log(line)
  }
  const failed = results.filter((result) => result.differences.length > 0).length
  const passed = results.length - failed
  console.log(values.json ? JSON.stringify({ passed, failed, results }) : `${passed} passed, ${failed} failed`)
  return failed > 0 || results.length === 0 ? 1 : 0
}

function lines(result: CaseResult, all: boolean): string[] {
  const { name, differences, deviation } = result
  if (differences.length > 0) {
    return differences
      .slice(0, all ? undefined : 1)
      .map((line) => `failed ${name} (${result.group}): ${line.replace(/\s*\n\s*/g, ' | ')}`)
  }
  return deviation === undefined ? [] : [`deviation ${name}: ${deviation}`]
}

function split(values: readonly string[]): string[] {
  return values.flatMap((value) => value.split(',')).filter((value) => value !== '')
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}
