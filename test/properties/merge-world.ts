import fc from 'fast-check'
import type { Hints } from '../../src/index.ts'
import type { Doc, World } from './merge-model.ts'

const small = fc.integer({ min: 0, max: 3 })

const doc = (hardDelete: World['hardDelete'], nested: boolean): fc.Arbitrary<Doc> =>
  fc.record({
    a: small,
    b: fc.integer({ min: 0, max: 1 }),
    g: small,
    v: fc.constantFrom('p', 'q', 'ü'),
    seq: fc.integer({ min: 0, max: 3 }),
    ...(hardDelete === 'bool' ? { gone: fc.constantFrom(true, false, false, null) } : {}),
    ...(hardDelete === 'text' ? { gone: fc.constantFrom('x', null, null) } : {}),
    items: nested ? fc.array(small, { maxLength: 3 }) : fc.constant([]),
    deep: nested
      ? fc.array(fc.record({ x: small, l: fc.array(small, { maxLength: 2 }) }), { maxLength: 2 })
      : fc.constant([]),
  })

/** Tables of every strategy with every option that the strategy has, and batches that repeat, change and delete rows. */
export const world: fc.Arbitrary<World> = fc
  .record({
    strategy: fc.constantFrom('delete-insert', 'upsert', 'insert-only', 'cdc', 'scd2'),
    key: fc.constantFrom<World['primaryKey']>(['a'], ['a', 'b'], []),
    mergeKey: fc.boolean(),
    dedupSort: fc.constantFrom('asc', 'desc', undefined),
    hardDelete: fc.constantFrom('bool', 'text', undefined),
    nested: fc.boolean(),
    skipUnchanged: fc.boolean(),
    filtered: fc.boolean(),
    scoped: fc.boolean(),
    history: fc.constantFrom('plain', 'named', 'dated'),
  })
  .chain(({ strategy, key, nested, ...drawn }) => {
    const isKeyed = strategy === 'upsert' || strategy === 'cdc' || strategy === 'insert-only'
    const primaryKey: World['primaryKey'] = strategy === 'scd2' ? [] : isKeyed && key.length === 0 ? ['a'] : key
    const hints = {
      strategy,
      primaryKey,
      mergeKey: strategy === 'upsert' || strategy === 'insert-only' ? false : drawn.mergeKey || primaryKey.length === 0,
      // Nested rows of two documents with one hashed row id cannot be told apart.
      dedupSort: strategy === 'delete-insert' || (isKeyed && !nested) ? drawn.dedupSort : undefined,
      hardDelete: strategy === 'scd2' || strategy === 'insert-only' ? undefined : drawn.hardDelete,
      skipUnchanged: drawn.skipUnchanged && (strategy === 'upsert' || strategy === 'cdc'),
      filtered: drawn.filtered && strategy !== 'insert-only',
      scoped: drawn.scoped && strategy !== 'upsert' && strategy !== 'insert-only',
      history: drawn.history,
    } as const
    const repeats = primaryKey.length > 0 && hints.dedupSort !== undefined
    const keyOf = ({ seq, ...rest }: Doc) =>
      JSON.stringify([primaryKey.map((name) => rest[name]), repeats ? seq : '', primaryKey.length > 0 ? '' : rest])
    const batch = fc.uniqueArray(doc(hints.hardDelete, nested), { selector: keyOf, maxLength: 6 })
    return fc.array(batch, { minLength: 1, maxLength: 4 }).map((batches) => ({ ...hints, batches }))
  })

/** What is the end of a version that is active, where it is not null. */
export const ACTIVE = '9999-12-31T00:00:00.000000Z'

/** The boundary of a run where the world gives it. */
export const boundaryOf = (run: number) => `2020-01-0${run + 1}T00:00:00.000000Z`

/** The hints that say to tolva what the world says to the model. */
export function hintsOf(world: World, run: number): Hints {
  const { strategy, primaryKey, mergeKey, dedupSort, hardDelete, skipUnchanged, filtered, scoped } = world
  const history = {
    plain: {},
    named: { validityColumnNames: ['valid_from', 'valid_to'], activeRecordTimestamp: ACTIVE },
    dated: { boundaryTimestamp: boundaryOf(run) },
  }[world.history]
  return {
    ...(primaryKey.length > 0 ? { primaryKey } : {}),
    ...(mergeKey ? { mergeKey: 'g' } : {}),
    writeDisposition: {
      disposition: 'merge',
      strategy,
      ...(skipUnchanged ? { skipUnchangedRows: true } : {}),
      ...(filtered ? { sourceFilter: 'g <> 3' } : {}),
      ...(scoped ? { destinationScope: '{table}.g < 2' } : {}),
      ...(strategy === 'scd2' ? history : {}),
    },
    columns: {
      a: { dataType: 'bigint' },
      ...(dedupSort ? { seq: { dataType: 'bigint', dedupSort } } : {}),
      ...(hardDelete ? { gone: { dataType: hardDelete, hardDelete: true } } : {}),
    },
  }
}
