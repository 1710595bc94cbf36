import { expect, test } from 'vitest'
import { splitHint } from './split-hint.ts'

const codeOf = (hint: string) => splitHint(hint).flatMap((part) => (part.isCode ? [part.text] : []))

test('commands of a hint can be copied, with backticks and without', () => {
  expect(codeOf('Run `tolva pipeline x info`, or see .dlt.')).toEqual(['tolva pipeline x info'])
  expect(codeOf('Run: npm install pg')).toEqual(['npm install pg'])
  expect(codeOf('Start it by tolva run chatbot.ts --port 1.5, then look.')).toEqual(['tolva run chatbot.ts --port 1.5'])
  expect(codeOf('See tolva pipeline x package list.')).toEqual(['tolva pipeline x package list'])
})

test('words about tolva are no commands', () => {
  expect(codeOf('Update tolva, or load with the dlt that wrote it.')).toEqual([])
  expect(codeOf('tolva writes such a file when a run ends.')).toEqual([])
})

test('nothing of a hint is lost', () => {
  for (const hint of ['Run `a`', '`a` or `b`.', 'plain', 'Run: npm install pg pg-copy-streams', '']) {
    expect(
      splitHint(hint)
        .map((part) => part.text)
        .join(''),
    ).toBe(hint.replaceAll('`', ''))
  }
})
