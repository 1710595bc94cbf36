/** Ends a case that asks for what tolva does not offer yet: it fails, and says why. */
export function unsupported(what: string): never {
  throw new Error(`unsupported: ${what}`)
}
