import { readFile } from 'node:fs/promises'
import { parseExact } from '../../src/values/exact-json.ts'
import type { CaseKind } from './case-files.ts'
import type { PageForm } from './core/case-source.ts'
import { type CaseOutcome, runCoreCase } from './core/run-core-case.ts'
import { runRestCase } from './rest/run-rest-case.ts'

export interface CaseRequest {
  readonly kind: CaseKind
  readonly path: string
  readonly form: PageForm
}

/** Runs the case in one file. An exception is a difference too. */
export async function runCaseFile(request: CaseRequest, signal: AbortSignal): Promise<CaseOutcome> {
  try {
    const bytes = await readFile(request.path)
    if (request.kind === 'rest') return await runRestCase(JSON.parse(bytes.toString('utf8')))
    return await runCoreCase(parseExact(bytes), request.form, signal)
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { differences: [`crash: ${text.split('\n').slice(0, 4).join(' | ')}`] }
  }
}
