import { describeSource, type FoundSource } from './found-source.ts'
import type { KnownSource } from './known-source.ts'
import { nearestSources } from './nearest-sources.ts'
import { listKnownSources } from './read-known-sources.ts'
import { stemOf, synonymsOf, wordsOf } from './words.ts'

/** How much a word is worth where it is found. */
const WORTH = { name: 10, tag: 4, title: 4, text: 1 }
/** What was not said but may be meant counts less. */
const MEANT = 0.5

/** The sources that the words of a query fit, the best first; of a mistyped name those that are spelled like it. No words: all. */
export async function searchKnownSources(query: string): Promise<readonly FoundSource[]> {
  const all = await listKnownSources()
  const words = wordsOf(query)
  if (words.length === 0) return all.map(describeSource)
  const scored = all
    .map((source) => ({ source, score: scoreOf(source, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ source }) => source)
  const found = scored.length > 0 ? scored : nearest(words, all)
  return found.map(describeSource)
}

function nearest(words: readonly string[], all: readonly KnownSource[]): readonly KnownSource[] {
  const known = all.map(({ name }) => name)
  const names = new Set(words.flatMap((word) => nearestSources(word, known)))
  return all.filter(({ name }) => names.has(name))
}

function scoreOf(source: KnownSource, words: readonly string[]): number {
  const places = placesOf(source)
  return words.reduce((sum, word) => {
    const meant = synonymsOf(word).map((other) => MEANT * worthOf(other, places))
    return sum + Math.max(worthOf(word, places), ...meant)
  }, 0)
}

type Places = Readonly<Record<keyof typeof WORTH, ReadonlySet<string>>>

function placesOf(source: KnownSource): Places {
  const { name, title, description, tags } = source
  const stems = (text: string) => new Set(wordsOf(text).map(stemOf))
  const { endpoints } = describeSource(source)
  return {
    name: new Set([stemOf(name), ...stems(name)]),
    tag: new Set(tags.flatMap((tag) => [stemOf(tag), ...stems(tag)])),
    title: stems(title),
    text: stems(`${description} ${endpoints.map(({ resource }) => resource).join(' ')}`),
  }
}

function worthOf(word: string, places: Places): number {
  const stem = stemOf(word)
  if (places.name.has(stem)) return WORTH.name
  if (places.tag.has(stem)) return WORTH.tag
  if (places.title.has(stem)) return WORTH.title
  return places.text.has(stem) ? WORTH.text : 0
}
