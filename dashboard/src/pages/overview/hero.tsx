import { Link } from 'wouter-preact'
import type { CheckList } from '../../../../src/dashboard/api/checks.ts'
import type { PipelineFacts, RunSummary } from '../../../../src/dashboard/api/pipelines.ts'
import type { RunRecord } from '../../../../src/dashboard/api/trace.ts'
import type { Answered } from '../../api/use-answer.ts'
import { Icon } from '../../design/icon.tsx'
import { Message } from '../../design/message.tsx'
import { Time } from '../../design/time.tsx'
import { pipelinePath } from '../../url/links.ts'
import { checksInWords, headlineOf, worse } from './headline.ts'
import { StepBar } from './step-bar.tsx'

interface HeroProps {
  readonly facts: PipelineFacts
  readonly run: RunSummary
  readonly record: RunRecord | undefined
  readonly checks: Answered<CheckList>
}

/** The last run in a sentence, and how its time was spent. */
export function Hero({ facts, run, record, checks }: HeroProps) {
  const headline = headlineOf(run, facts.waiting.length)
  const health = checks.data ? worse(headline.health, checks.data.health) : headline.health
  return (
    <section class={`hero hero-${health}`} aria-label="Last run">
      <div class="hero-head">
        <span class={`hero-sign tone-${health}`}>
          <Icon name={health} size={22} />
        </span>
        <div>
          <p class="hero-text">{headline.text}</p>
          <p class="hero-about">
            <Time at={run.finishedAt} />
            <span aria-hidden="true"> · </span>
            <ChecksWord checks={checks} />
            <span aria-hidden="true"> · </span>
            <Link href={pipelinePath(facts.name, 'trace', { run: run.run })}>trace</Link>
          </p>
        </div>
      </div>
      {run.error && (
        <div class="hero-error" role="alert">
          <Message message={run.error.message} hint={run.error.hint} />
          <code class="soft">{run.error.code}</code>
        </div>
      )}
      <StepBar spans={record?.spans} total={run.seconds * 1000} />
    </section>
  )
}

function ChecksWord({ checks }: { readonly checks: Answered<CheckList> }) {
  if (checks.data) return <a href="#checks">{checksInWords(checks.data)}</a>
  return <span>{checks.problem ? 'checks could not be made' : 'checking…'}</span>
}
