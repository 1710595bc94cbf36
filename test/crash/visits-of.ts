/** A list that is made of a user: some have none. */
export function visitsOf(user: unknown): readonly { readonly page: number }[] {
  const conversations =
    typeof user === 'object' && user !== null && 'conversations' in user ? Number(user.conversations) : 0
  return Array.from({ length: conversations % 3 }, (_, page) => ({ page }))
}
