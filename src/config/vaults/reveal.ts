import { Secret } from '../secret.ts'

/** The text for a driver. */
export function reveal(value: string | Secret): string {
  return value instanceof Secret ? value.reveal() : value
}
