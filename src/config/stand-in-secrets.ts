import { generateKeyPairSync } from 'node:crypto'
import type { ConfigLookup, TracedConfigReader } from './resolve.ts'
import { Secret } from './secret.ts'

/** What stands for a secret that nobody will look at. */
const STAND_IN = 'not-needed-in-replay'

/** A reader for runs that send nothing: a required secret that is configured nowhere is no error. */
export function withStandIns(reader: TracedConfigReader): TracedConfigReader {
  return {
    ...reader,
    async read(request: ConfigLookup) {
      if (!request.secret || !request.required) return reader.read(request)
      return (await reader.lookUp(request)).value ?? new Secret(standIn(request.field))
    },
  }
}

/** Something is signed with a private key before anything is sent, so it must be one. */
function standIn(field: string): string {
  if (!field.endsWith('private_key')) return STAND_IN
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey
}
