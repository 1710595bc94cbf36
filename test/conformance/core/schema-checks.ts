import { isJsonObject } from '../../../src/schema/json-object.ts'
import { fromStored, storedText } from '../../../src/schema/stored-form.ts'
import { versionHash } from '../../../src/schema/version-hash.ts'

/** Differences of the recorded `version_hash` case: each stored schema must give its hash, and its own text again. Empty: passed. */
export function runVersionHashCase(recorded: unknown): string[] {
  if (!isJsonObject(recorded) || !Array.isArray(recorded.checks) || recorded.checks.length === 0) {
    return ['the case has no checks']
  }
  return recorded.checks.flatMap((check: unknown, index) =>
    differencesOf(check).map((difference) => `check ${index}: ${difference}`),
  )
}

function differencesOf(check: unknown): readonly string[] {
  if (!isJsonObject(check) || !isJsonObject(check.stored)) return ['it has no stored schema']
  const schema = fromStored(check.stored, { asIs: true })
  const hash = versionHash(schema)
  const text = storedText(schema)
  return [
    ...(hash === check.out ? [] : [`hash is ${hash}, not ${String(check.out)}`]),
    ...(text === JSON.stringify(check.stored) ? [] : ['the stored text came out otherwise']),
  ]
}
