import { expect, expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import { createRunFold } from '../../contracts/run-fold.ts'
import type { RunProgress } from '../../contracts/run-progress.ts'
import { runProgress } from './live.ts'

type Plain<T> = T extends readonly (infer Item)[]
  ? readonly Plain<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Plain<T[Key]> }
    : T

test('the page is told what the fold of a run says, part by part', () => {
  expectTypeOf<Plain<z.infer<typeof runProgress>>>().toEqualTypeOf<Plain<RunProgress>>()
  const fold = createRunFold({ run: 'r', pid: 1, startedAt: '2026-01-01T00:00:00.000Z' })
  fold.add({ type: 'step-started', step: 'extract', at: 0 }, 1)
  fold.add({ type: 'waiting', why: 'rate limit', ms: 10 }, 2)
  fold.add({ type: 'package', loadId: '1.2', state: 'sealed', rows: 1, bytes: 2 }, 3)
  const progress = fold.progress(5)
  expect(runProgress.strict().parse(progress)).toEqual(progress)
})
