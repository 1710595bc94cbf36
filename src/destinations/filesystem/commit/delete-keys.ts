import { createTurns } from '../../../storage/turns.ts'
import type { LakeSession } from '../session.ts'

const AT_ONCE = 16

/** Deletes many files; those that are gone are no error. */
export async function deleteKeys({ bucket }: Pick<LakeSession, 'bucket'>, keys: readonly string[]): Promise<void> {
  const turn = createTurns(AT_ONCE)
  await Promise.all(keys.map((key) => turn(() => bucket.storage.delete(key))))
}
