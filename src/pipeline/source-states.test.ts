import { describe, expect, test } from 'vitest'
import { defineResource } from '../extract/define-resource.ts'
import { CONDITIONAL } from '../extract/resume/own-state.ts'
import type { Reading } from '../extract/resume/reading.ts'
import { SourceStates } from './source-states.ts'

const users = defineResource({ name: 'users', open: async function* () {} })
const before = { '': { request: 'r', etag: 'a' } }
const now = { '': { request: 'r', etag: 'b' } }

function unfinished(reading: Reading, stored: object | undefined) {
  const states = new SourceStates(stored && { resources: { users: { [CONDITIONAL]: stored } } }, [users])
  states.of('users')[CONDITIONAL] = now
  const progress = { trees: new Map([['users', ['users']]]), keyOf: () => 'key', run: '1', refresh: undefined }
  return states.unfinished({ ...progress, readings: new Map([['users', reading]]) })?.resources?.users?.[CONDITIONAL]
}

describe('in the middle of a run, what answers are known by', () => {
  test('is what it was at the start, until the resource is read to its end', () => {
    expect(unfinished({ pages: 1 }, before)).toEqual(before)
    expect(unfinished({ pages: 1 }, undefined)).toBeUndefined()
    expect(unfinished({ pages: 1, done: true }, before)).toEqual(now)
  })
})
