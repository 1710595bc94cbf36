import { describe, expect, it } from 'vitest'
import { SourceError } from '../errors/tolva-error.ts'
import { placeError } from './place-of-error.ts'

const bytes = Buffer.from('{"a": 1}\n{"a": 2}\n{"a": oops}\n')
const failure = (context: object = {}) => new SourceError('it is broken', { code: 'x', context: { ...context } })

describe('an error of rows from a file', () => {
  it('says file and line, told by the offset of what is wrong', () => {
    const error = placeError(failure({ offset: 24 }), { bytes, from: { file: 'a.jsonl', line: 11 } })
    expect(error).toMatchObject({ message: 'a.jsonl, line 13: it is broken', context: { file: 'a.jsonl', line: 13 } })
  })

  it('says the line of its row where there is no offset', () => {
    const error = placeError(failure({ row: 1 }), { bytes, from: { file: 'a.jsonl', line: 11 } })
    expect(error).toMatchObject({ message: 'a.jsonl, line 12: it is broken' })
  })

  it('names the file as a person knows it instead of the copy', () => {
    const copied = new SourceError('the file /tmp/1.csv cannot be read', { code: 'x' })
    const error = placeError(copied, { file: '/tmp/1.csv', format: 'csv', from: { file: 's3://b/a.csv' } })
    expect(error).toMatchObject({ message: 'the file s3://b/a.csv cannot be read', context: { file: 's3://b/a.csv' } })
  })

  it('stays what it is where the page says nothing, or it is not one of ours', () => {
    expect(placeError(failure(), { bytes })).toMatchObject({ message: 'it is broken' })
    const foreign = new Error('no')
    expect(placeError(foreign, { bytes, from: { file: 'a' } })).toBe(foreign)
  })
})
