import { MissingConfigError } from './missing-config-error.ts'

/**
 * Waits for all, so that everything is asked for; where several found nothing, one error names all of it.
 * @throws MissingConfigError, or whatever else went wrong.
 */
export async function allConfigured<T>(reads: readonly Promise<T>[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(reads)
  const failures = settled.flatMap((one): readonly unknown[] => (one.status === 'rejected' ? [one.reason] : []))
  const [first] = failures
  if (failures.length === 0) return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const missing = failures.filter((one) => one instanceof MissingConfigError)
  const other = failures.find((one) => !(one instanceof MissingConfigError))
  if (other !== undefined) throw other
  throw missing[0] === undefined || missing.length === 1 ? first : togetherOf(missing, missing[0])
}

function togetherOf(errors: readonly MissingConfigError[], { files }: MissingConfigError): MissingConfigError {
  const byKey = new Map(
    errors.flatMap(({ fields }) => fields).map((field) => [[...field.section, field.field].join('\0'), field]),
  )
  return new MissingConfigError([...byKey.values()], files)
}
