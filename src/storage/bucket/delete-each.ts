import { DestinationError } from '../../errors/tolva-error.ts'
import { redactText } from '../../log/redact.ts'
import { createTurns } from '../turns.ts'

const AT_ONCE = 16
const SHOWN = 3

/** A key that could not be deleted, and what was said of it. */
export interface NotDeleted {
  readonly key: string
  readonly why: string
}

/**
 * Deletes keys one by one, many at once, and goes on where one fails.
 * @param of `asked`: how many were to be deleted in all.
 * @throws DestinationError `not_deleted`.
 */
export async function deleteEach(
  of: { readonly location: string; readonly asked: number },
  keys: readonly string[],
  deleteKey: (key: string) => Promise<void>,
): Promise<void> {
  const turn = createTurns(AT_ONCE)
  const notDeleted: NotDeleted[] = []
  const tryKey = async (key: string) => {
    try {
      await deleteKey(key)
    } catch (error) {
      notDeleted.push({ key, why: error instanceof Error ? error.message : String(error) })
    }
  }
  await Promise.all(keys.map((key) => turn(() => tryKey(key))))
  checkDeleted(of.location, of.asked, notDeleted)
}

/** @throws DestinationError `not_deleted` that counts the keys and names the first ones with the reason. */
export function checkDeleted(location: string, asked: number, notDeleted: readonly NotDeleted[]): void {
  if (notDeleted.length === 0) return
  const first = notDeleted.slice(0, SHOWN).map(({ key, why }) => `${key} (${redactText(why)})`)
  const more = notDeleted.length > SHOWN ? ', …' : ''
  throw new DestinationError(
    `${notDeleted.length} of ${asked} objects of ${location} were not deleted: ${first.join(', ')}${more}`,
    {
      code: 'not_deleted',
      hint: 'Let this user delete objects below that folder, then run again.',
      context: { url: location, keys: notDeleted.map(({ key }) => key) },
      retry: true,
    },
  )
}
