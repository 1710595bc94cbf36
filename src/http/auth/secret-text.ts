import { Secret } from '../../config/secret.ts'

/** A secret as a user may give it: looked up, or as plain text. */
export type SecretText = Secret | string

/** The text itself. */
export function revealed(secret: SecretText): string {
  return secret instanceof Secret ? secret.reveal() : secret
}
