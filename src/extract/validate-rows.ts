import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Page } from '../contracts/page.ts'
import type { ResourceContext, SchemaContract } from '../contracts/resource.ts'
import { SchemaError } from '../errors/tolva-error.ts'
import { keptOfPage } from './kept-of-page.ts'
import { rowsOf } from './rows-of.ts'

type RowContext = Pick<ResourceContext, 'resource' | 'setAside' | 'contract'>

/**
 * Pages whose rows passed a Standard Schema, as the schema gives them back. Where the contract discards rows whose types
 * do not fit, those that fail are set aside and counted.
 * @throws SchemaError `invalid_row` with the row's number within its page, the path and the schema's message.
 */
export async function* validateRows(
  pages: AsyncIterable<Page<unknown>>,
  schema: StandardSchemaV1,
  context: RowContext,
): AsyncIterable<Page<unknown>> {
  for await (const page of pages) yield await validPage(page, schema, context)
}

/** The same of one page. */
export async function validPage(
  page: Page<unknown>,
  schema: StandardSchemaV1,
  { resource, setAside, contract }: RowContext,
): Promise<Page<unknown>> {
  const rows: unknown[] = []
  for (const [index, row] of rowsOf(page).entries()) {
    const checked = schema['~standard'].validate(row)
    const result = checked instanceof Promise ? await checked : checked
    if (result.issues === undefined) rows.push(result.value)
    else if (setAside === undefined || !dropsRows(contract)) {
      throw invalidRow(result.issues, { resource, row: index })
    } else setAside('row schema')
  }
  return { rows, ...keptOfPage(page) }
}

function dropsRows(contract: SchemaContract | undefined): boolean {
  return (typeof contract === 'object' ? contract.dataType : contract) === 'discard_row'
}

function invalidRow(
  issues: readonly StandardSchemaV1.Issue[],
  context: { readonly resource: string; readonly row: number },
): SchemaError {
  const lines = issues.map((issue) => {
    const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
    return path === '' ? issue.message : `${path}: ${issue.message}`
  })
  return new SchemaError(`row ${context.row} of ${context.resource} is not valid: ${lines.join('; ')}`, {
    code: 'invalid_row',
    hint: 'Mend the data or the `row` schema, or filter such rows out before.',
    context: { ...context, path: issues[0]?.path?.map((part) => String(typeof part === 'object' ? part.key : part)) },
  })
}
