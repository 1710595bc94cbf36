import { Link } from 'wouter-preact'
import type { CheckResult } from '../../../../src/dashboard/api/checks.ts'
import type { Health } from '../../../../src/dashboard/api/pipelines.ts'
import { Details } from '../../design/details.tsx'
import { Gradually } from '../../design/gradually.tsx'
import { Hint } from '../../design/hint.tsx'
import { Icon } from '../../design/icon.tsx'
import { ProblemNote } from '../../design/problem-note.tsx'
import { splitMessage } from '../../format/split-message.ts'
import { pipelinePath } from '../../url/links.ts'

const WORDS: { readonly [Key in Health]: string } = {
  good: 'good',
  warning: 'to look at',
  bad: 'failed',
  unknown: 'not answered',
}

interface CheckRowProps {
  readonly name: string
  readonly check: CheckResult
}

/** A question with its answer; opens to what was found. */
export function CheckRow({ name, check }: CheckRowProps) {
  return (
    <Details class="check" open={check.health === 'bad'} summary={<Question check={check} />}>
      {() => <Findings name={name} check={check} />}
    </Details>
  )
}

function Question({ check }: Pick<CheckRowProps, 'check'>) {
  return (
    <summary data-row>
      <span class={`check-sign tone-${check.health}`}>
        <Icon name={check.health} />
        <span class="visually-hidden">{WORDS[check.health]}: </span>
      </span>
      <span class="check-question">{check.question}</span>
      <span class="check-answer">{splitMessage(check.answer).lead}</span>
      <span class="check-open" aria-hidden="true">
        <Icon name="right" size={12} />
      </span>
    </summary>
  )
}

function Findings({ name, check }: CheckRowProps) {
  const lines = check.findings.map((finding) => (
    <li key={`${finding.subject} ${finding.text}`}>
      <span class={`tone-${finding.health}`}>
        <Icon name={finding.health} size={14} />
        <span class="visually-hidden">{WORDS[finding.health]}: </span>
      </span>
      <Subject name={name} finding={finding} />
      <span class="soft">{finding.text}</span>
    </li>
  ))
  return (
    <div class="check-more">
      {check.hint && <Hint text={check.hint} />}
      {check.problem && <ProblemNote tone="warning" problem={check.problem} />}
      {lines.length > 0 && (
        <ul class="findings">
          <Gradually lines={lines} />
        </ul>
      )}
      {lines.length === 0 && !check.problem && !check.hint && (
        <p class="soft">{check.health === 'good' ? 'Nothing is amiss.' : 'No more is known.'}</p>
      )}
      {check.sql && <Link href={pipelinePath(name, 'data', { sql: check.sql })}>See the rows in the SQL editor</Link>}
    </div>
  )
}

interface SubjectProps {
  readonly name: string
  readonly finding: CheckResult['findings'][number]
}

function Subject({ name, finding: { subject, table, column } }: SubjectProps) {
  if (table === undefined) return <span class="mono">{subject}</span>
  const href = column === undefined ? pipelinePath(name, 'data', { table }) : pipelinePath(name, 'schema', { table })
  return (
    <Link class="mono" href={href}>
      {subject}
    </Link>
  )
}
