/** `Users by country` of `usersByCountry`, `users_by_country` or `users-by-country`. */
export function cellTitle(name: string): string {
  const words = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/[_\-$]+/g, ' ')
    .trim()
    .split(/\s+/)
    // An abbreviation stays as it is: `PII`.
    .map((word) => (/^\p{Lu}{2,}$/u.test(word) ? word : word.toLowerCase()))
    .join(' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
