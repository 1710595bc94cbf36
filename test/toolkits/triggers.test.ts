import { describe, expect, test } from 'vitest'
import { listToolkits } from '../../src/workbench/toolkits/list-toolkits.ts'

const toolkits = await listToolkits()
const skills = toolkits.flatMap(({ skills: all }) => all)

/** What people say, and the skill whose description must speak of it more than any other does. */
const REQUESTS: readonly (readonly [request: string, skill: string])[] = [
  ['load users from the ChatBot API into DuckDB', 'find-source'],
  ['which sources are there to import data from?', 'find-source'],
  ['scaffold the pipeline for the endpoint and destination that we chose', 'create-rest-api-pipeline'],
  ['the run failed with an error, why?', 'debug-pipeline'],
  ['it loaded nothing and never ends', 'debug-pipeline'],
  ['check that the loaded rows, keys and types are complete and right', 'validate-data'],
  ['make it incremental, it loads everything each time and takes too long', 'adjust-endpoint'],
  ['add one more endpoint to this pipeline, further tables of the same API', 'new-endpoint'],
  ['how many rows are in the tables? answer with SQL', 'view-data'],
  ['propose additions to the skills from what we learnt in this session', 'improve-skills'],
  ['where do I put the token, secrets_check shows a placeholder', 'setup-secrets'],
  ['what can you do here? is there a toolkit to install?', 'toolkit-dispatch'],
  ['analyse the loaded data and find patterns', 'explore-data'],
  ['write a report with charts as an HTML file or a notebook', 'write-report'],
]

describe('descriptions of skills', () => {
  test.each(REQUESTS)('%s → %s', (request, skill) => {
    const scores = skills.map((one) => ({ name: one.name, score: score(request, one.description) }))
    const [best, second] = scores.toSorted((one, other) => other.score - one.score)
    expect(best?.name).toBe(skill)
    expect(best?.score).toBeGreaterThan(second?.score ?? 0)
  })

  test('are each asked for', () => {
    expect(new Set(REQUESTS.map(([, skill]) => skill))).toEqual(new Set(skills.map(({ name }) => name)))
  })

  test('name another skill, where they say when not to use it', () => {
    const names = new Set(skills.map(({ name }) => name))
    const named = skills.flatMap(({ description }) => description.match(/\b[a-z]+(-[a-z]+)+\b/g) ?? [])
    expect(named.length).toBeGreaterThan(8)
    expect(named.filter((name) => name.includes('-') && !names.has(name) && !isToolkit(name))).toEqual([])
  })
})

const isToolkit = (name: string) => toolkits.some((toolkit) => toolkit.name === name)

/** Words that a request and a description share, rare ones more than others; what is behind "Not" speaks of other skills. */
function score(request: string, description: string): number {
  const own = stemsOf(ownPart(description))
  return [...stemsOf(request)].filter((stem) => own.has(stem)).reduce((sum, stem) => sum + weight(stem), 0)
}

function weight(stem: string): number {
  const holders = skills.filter(({ description }) => stemsOf(ownPart(description)).has(stem)).length
  return Math.log((1 + skills.length) / holders)
}

const ownPart = (description: string) => description.replace(/\bNot\b.*$/s, '')

/** Words without their endings. */
function stemsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z_]{2,}/g) ?? []
  return new Set(words.map((word) => word.replace(/(ing|ed|es|s|e)$/, '')))
}
