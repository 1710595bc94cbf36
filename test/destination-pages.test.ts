import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { DESTINATION_NAMES } from '../src/destinations/registry.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8')
const KNOWN = DESTINATION_NAMES.toSorted()

const HEADINGS = [
  'Install',
  'Credentials',
  'Options',
  'How data is loaded',
  'Write dispositions',
  'Types',
  'Names',
  'Beside others',
  'When something goes wrong',
  'Tested against',
]

/** The pages that rows of a table link to. */
const linked = (text: string) =>
  [...text.matchAll(/^\| \[[^\]]+\]\([^)]*\bdestinations\/([a-z]+)\.md\)/gm)].map((match) => match[1] ?? '').toSorted()

describe('the pages of destinations', () => {
  test('are one for each destination that there is', () => {
    const pages = readdirSync(path.join(ROOT, 'docs', 'destinations')).map((name) => name.replace(/\.md$/, ''))
    expect(pages.toSorted()).toEqual(KNOWN)
  })

  test.each(KNOWN)('of %s has the headings that all have, in their order', (name) => {
    const headings = [...read(`docs/destinations/${name}.md`).matchAll(/^## (.*)$/gm)].map((match) => match[1])
    expect(headings).toEqual(HEADINGS)
  })

  test.each(['README.md', 'docs/destinations.md'])('are all in the table of %s, and nothing else is', (page) => {
    expect(linked(read(page))).toEqual(KNOWN)
  })
})
