import { styleText } from 'node:util'
import type { CheckResult, Health } from '../../../checks/check.ts'
import type { CheckList } from '../../../checks/run-checks.ts'

const MARKS: Readonly<Record<Health, { readonly mark: string; readonly color: 'green' | 'yellow' | 'red' | 'gray' }>> =
  {
    good: { mark: 'good   ', color: 'green' },
    warning: { mark: 'look   ', color: 'yellow' },
    bad: { mark: 'bad    ', color: 'red' },
    unknown: { mark: 'unknown', color: 'gray' },
  }
const MOST_FINDINGS = 20

/** The answers of the checks as text: a question each, what was found, and what to do. */
export function checkText({ checks }: CheckList, { color }: { readonly color: boolean }): string {
  return checks.map((one) => oneText(one, color)).join('\n\n')
}

function oneText({ question, health, answer, findings, hint, problem }: CheckResult, color: boolean): string {
  const { mark, color: tone } = MARKS[health]
  const shown = color ? styleText(tone, mark, { validateStream: false }) : mark
  const next = hint ?? problem?.hint
  const more = findings.length - MOST_FINDINGS
  return [
    `${shown}  ${question} ${answer}`,
    ...findings.slice(0, MOST_FINDINGS).map(({ subject, text }) => `         ${subject}: ${text}`),
    ...(more > 0 ? [`         and ${more} more; see all of them with --json`] : []),
    ...(next ? [`         next: ${next}`] : []),
  ].join('\n')
}
