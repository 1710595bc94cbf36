/** `petId`, `pet-id`, `X-Pet-ID` → `pet_id`. */
export function snakeWords(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase()
}

const ODD: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  data: 'data',
  media: 'media',
  news: 'news',
  series: 'series',
  species: 'species',
  movies: 'movie',
  cookies: 'cookie',
  indices: 'index',
}

/** `user_posts` → `user_post`: the last word in the singular, as far as a rule can know. */
export function singular(word: string): string {
  const at = word.lastIndexOf('_') + 1
  const [before, last] = [word.slice(0, at), word.slice(at)]
  return before + (ODD[last] ?? singularOf(last))
}

function singularOf(word: string): string {
  if (word.length < 4 || /(ss|us|is|ous)$/.test(word)) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(sses|shes|ches|xes|zes|uses)$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : word
}

/** Words that mean the same key: without case, separators and plural. */
export function sameWord(a: string, b: string): boolean {
  return singular(snakeWords(a)).replaceAll('_', '') === singular(snakeWords(b)).replaceAll('_', '')
}
