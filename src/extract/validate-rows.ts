import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Page } from '../contracts/page.ts'
import { SchemaError } from '../errors/tolva-error.ts'
import { rowsOf } from './rows-of.ts'

/**
 * Pages whose rows passed a Standard Schema, as the schema gives them back.
 * @throws SchemaError `invalid_row` with the row's number within its page, the path and the schema's message.
 */
export async function* validateRows(
  pages: AsyncIterable<Page<unknown>>,
  schema: StandardSchemaV1,
  resource: string,
): AsyncIterable<Page<unknown>> {
  for await (const page of pages) {
    const rows: unknown[] = []
    for (const [index, row] of rowsOf(page).entries()) {
      const checked = schema['~standard'].validate(row)
      const result = checked instanceof Promise ? await checked : checked
      if (result.issues) throw invalidRow(result.issues, { resource, row: index })
      rows.push(result.value)
    }
    const { table, position } = page
    yield { rows, ...(table === undefined ? {} : { table }), ...(position === undefined ? {} : { position }) }
  }
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
