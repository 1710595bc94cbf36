import type { z } from 'zod'
import { DestinationError } from '../../errors/tolva-error.ts'
import { isRecord } from '../../values/is-record.ts'
import type { LakeSession } from './session.ts'

/**
 * The JSON object in a file of the dataset; undefined: there is no such file.
 * @throws DestinationError `unreadable_file`.
 */
export async function readJsonFile(
  { bucket: { storage } }: Pick<LakeSession, 'bucket'>,
  key: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const body = await storage.get(key)
  if (body === undefined) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
    if (isRecord(value)) return value
  } catch {}
  throw new DestinationError(`${storage.urlOf(key)} holds no JSON object`, {
    code: 'unreadable_file',
    hint: 'It was changed by somebody else: restore it, or take it away if its load is not wanted.',
    context: { file: key },
  })
}

/**
 * What a file of tolva's own holds; undefined: there is no such file.
 * @throws DestinationError `unreadable_file`.
 */
export async function readOwnFile<T>(
  session: Pick<LakeSession, 'bucket'>,
  key: string,
  form: z.ZodType<T>,
): Promise<T | undefined> {
  const found = await readJsonFile(session, key)
  if (found === undefined) return undefined
  const { success, data } = form.safeParse(found)
  if (success) return data
  throw new DestinationError(`${session.bucket.storage.urlOf(key)} is not as this version of tolva writes it`, {
    code: 'unreadable_file',
    hint: 'Load with the version that wrote it, which also clears up behind itself.',
    context: { file: key },
  })
}
