import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { DestinationError, LoadFailedError, SchemaError, SourceError } from '../../../src/errors/tolva-error.ts'
import { actualError, recordedError } from './error-kind.ts'

const recorded = z.object({
  results: z
    .array(z.object({ error: z.object({ types: z.array(z.string()), messages: z.array(z.string()) }).nullable() }))
    .default([]),
})

const at = (step: string) => ({ context: { step } })

test.each([
  [new SchemaError('x', { code: 'contract_columns', ...at('normalize') }), 'contract', 'normalize'],
  [new SchemaError('x', { code: 'null_in_not_null_column', ...at('normalize') }), 'null', 'normalize'],
  [new SchemaError('x', { code: 'cannot_coerce', ...at('normalize') }), 'coercion', 'normalize'],
  [new SchemaError('x', { code: 'invalid_contract', ...at('extract') }), 'schema', 'extract'],
  [new SourceError('x', { code: 'cursor_missing', ...at('extract') }), 'cursor', 'extract'],
  [new SourceError('x', { code: 'resource_failed', ...at('extract') }), 'source', 'extract'],
  [new DestinationError('x', { code: 'value_does_not_fit', ...at('load') }), 'destination', 'load'],
  [new LoadFailedError('x', { code: 'load_failed', ...at('load') }), 'destination', 'load'],
  [new TypeError('x'), 'crash', null],
])('%s is of its kind and step', (error, kind, step) => {
  expect(actualError(error)).toMatchObject({ kind, step })
})

test('every recorded error has a kind and a step', () => {
  const folder = new URL('../vectors/core/', import.meta.url)
  const errors = readdirSync(folder).flatMap((name) => {
    const document = recorded.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
    return document.results.flatMap(({ error }) => error ?? [])
  })
  expect(errors.length).toBeGreaterThan(10)
  for (const { types, messages } of errors) {
    const { kind, step } = recordedError(types, messages)
    expect(kind, types.join()).not.toBe('other')
    expect(step, messages[0]).toMatch(/^(extract|normalize|load)$/)
  }
})
