import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Hints } from '../contracts/resource.ts'
import { namingConvention } from '../naming/naming-convention.ts'
import { bumpVersion, replaceContent } from '../schema/bump-version.ts'
import { createSchema } from '../schema/create-schema.ts'
import { isJsonObject, type JsonObject, objectOf } from '../schema/json-object.ts'
import { markSeenData } from '../schema/mark-seen-data.ts'
import { mergeHints } from '../schema/merge-hints.ts'
import { newTable } from '../schema/new-table.ts'
import type { Schema } from '../schema/stored.ts'
import { fromStored, toStored } from '../schema/stored-form.ts'
import { stateTable } from '../schema/system-tables.ts'
import { updateSchema } from '../schema/update-schema.ts'
import { updateTable } from '../schema/update-table.ts'
import { hintsToTables } from './hints-to-tables.ts'

const VECTORS = new URL('../../test/conformance/vectors/core/', import.meta.url)

/** Instructions that this test, which runs no normalizer, cannot act out. */
const INSTRUCTIONS = ['variants', 'table_name_field', 'raise_after', 'steps']

type Recorded = Readonly<Record<string, unknown>>

interface RecordedRun {
  readonly resources?: readonly { readonly name: string; readonly hints?: Recorded }[]
  readonly loader_file_format?: string
}

interface RecordedCase {
  readonly kind: string
  readonly name: string
  readonly input: {
    readonly env: Recorded
    readonly pipeline: Recorded
    readonly source: Recorded
    readonly runs: readonly RecordedRun[]
  }
  readonly results: readonly { readonly error: unknown; readonly schemas: Readonly<Record<string, JsonObject>> }[]
}

interface Step {
  readonly title: string
  readonly run: RecordedRun
  readonly named: boolean
  readonly before: JsonObject | undefined
  readonly after: JsonObject
}

const naming = namingConvention('snake_case')

const steps = readdirSync(VECTORS)
  .map((file): RecordedCase => JSON.parse(readFileSync(new URL(file, VECTORS), 'utf8')))
  .filter(({ kind, input }) => kind === 'pipeline' && isPlain(input))
  .flatMap(stepsOf)

describe('the schema after a run', () => {
  it('is looked at in enough runs', () => {
    expect(steps.length).toBeGreaterThan(110)
  })

  it.each(steps)('is that of dlt, with version and previous hashes: $title', ({ run, named, before, after }) => {
    const { tables: actualTables, ...actual } = toStored(schemaAfter(run, { named, before, after }))
    const { tables: expectedTables, ...expected } = after
    expect(actualTables).toEqual(expectedTables)
    expect(actual).toEqual(expected)
  })
})

function isPlain({ env, pipeline, source }: RecordedCase['input']): boolean {
  return [env, pipeline, { ...source, name: undefined }].every((part) =>
    Object.values(part).every((v) => v === undefined),
  )
}

function stepsOf(recorded: RecordedCase): readonly Step[] {
  const result: Step[] = []
  let before: JsonObject | undefined
  recorded.input.runs.forEach((run, index) => {
    const outcome = recorded.results[index]
    const after = Object.values(outcome?.schemas ?? {})[0]
    const extra = Object.keys(run).filter((key) => !['resources', 'loader_file_format'].includes(key))
    const hints = (run.resources ?? []).flatMap((resource) => Object.keys(resource.hints ?? {}))
    const acted =
      run.resources !== undefined && extra.length === 0 && !hints.some((hint) => INSTRUCTIONS.includes(hint))
    if (acted && outcome?.error === null && after !== undefined && !('imported_version_hash' in after)) {
      const title = `${recorded.name}, run ${index + 1}`
      result.push({ title, run, named: 'name' in recorded.input.source, before, after })
    }
    before = after
  })
  return result
}

/** What a pipeline does with a schema in one run; `after` stands in for what normalizing infers. */
function schemaAfter(run: RecordedRun, { named, before, after }: Omit<Step, 'title' | 'run'>): Schema {
  const final = fromStored(after)
  const stored = before && fromStored(before)
  const fresh = createSchema(final.name)
  let extracted = stored ? (named ? updateSchema(stored, fresh, naming) : stored) : fresh
  for (const { name, hints = {} } of run.resources ?? []) {
    const cursor = cursorOf(hints)
    const target = { resource: name, naming, ...(cursor === undefined ? {} : { cursorColumn: cursor }) }
    const format = run.loader_file_format === undefined ? {} : { fileFormat: run.loader_file_format }
    extracted = mergeHints(extracted, hintsToTables({ ...camelHints(hints), ...format }, target), { naming }).schema
  }
  const live = stored ? replaceContent(stored, extracted) : extracted
  const withState = mergeHints(live, [stateTable(naming)], { naming }).schema
  const saved = bumpVersion(replaceContent(live, withState))
  return bumpVersion(normalized(saved, final))
}

function normalized(saved: Schema, final: Schema): Schema {
  let schema = saved
  for (const table of final.tables.values()) {
    const known = schema.tables.get(table.name) ?? newTable(table.name, table.parent ? { parent: table.parent } : {})
    schema = updateTable(schema, { ...known, columns: table.columns }, { naming })
  }
  const loaded = [...final.tables.values()].filter((table) => table['x-normalizer']?.['seen-data'])
  return markSeenData(
    schema,
    loaded.map((table) => table.name),
  )
}

function cursorOf(hints: Recorded): string | undefined {
  const path = objectOf(hints.incremental).cursor_path
  return typeof path === 'string' ? path : undefined
}

function camelHints(hints: Recorded): Hints {
  const { incremental: _incremental, nested_hints: nested, materialize_empty: _empty, columns, ...rest } = hints
  const translated = {
    ...camelObject(rest),
    columns: Array.isArray(columns) ? columns.map(camel) : mapValues(objectOf(columns)),
    nestedHints: Array.isArray(nested) ? Object.fromEntries(nested.map(nestedEntry)) : {},
  }
  return JSON.parse(JSON.stringify(translated))
}

function nestedEntry([path, hints]: readonly [string | readonly string[], Recorded]): readonly [string, Hints] {
  return [typeof path === 'string' ? path : path.join('.'), camelHints(hints)]
}

function mapValues(object: Recorded): Recorded {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, camel(value)]))
}

function camel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camel)
  return isJsonObject(value) ? camelObject(value) : value
}

function camelObject(object: Recorded): Recorded {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase()),
      camel(value),
    ]),
  )
}
