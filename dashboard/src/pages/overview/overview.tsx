import './overview.css'
import { Link } from 'wouter-preact'
import type { RunSummary } from '../../../../src/dashboard/api/pipelines.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { Answered } from '../../design/answered.tsx'
import { Card } from '../../design/card.tsx'
import { Icon } from '../../design/icon.tsx'
import { Page } from '../../design/page.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import type { PipelinePageProps } from '../../shell/pages.ts'
import { pipelinePath } from '../../url/links.ts'
import { Changes } from './changes.tsx'
import { Checks } from './checks.tsx'
import { FactList } from './fact-list.tsx'
import { Hero } from './hero.tsx'
import { NeverRan } from './never-ran.tsx'
import { RowsByTable } from './rows-by-table.tsx'
import { RunHistory } from './run-history.tsx'
import { RunningNow } from './running-now.tsx'
import { Unfinished } from './unfinished.tsx'

/** Is the load right? The last run at a glance, and ways to look closer. */
export function Overview({ name }: PipelinePageProps) {
  const facts = useAnswer({ route: 'facts', params: { name } })
  const runs = useAnswer({ route: 'runs', params: { name } })
  const lastRun = facts.data?.lastRun
  const record = useAnswer(lastRun && { route: 'run', params: { name, run: lastRun.run } })
  const checks = useAnswer(lastRun && { route: 'checks', params: { name } })
  return (
    <Page
      title={name}
      beside={
        facts.data && (
          <span>
            {facts.data.destination} · {facts.data.dataset}
          </span>
        )
      }
      actions={
        lastRun && (
          <Link class="button button-plain button-m" href={pipelinePath(name, 'data')}>
            <Icon name="data" /> Look at the data
          </Link>
        )
      }
    >
      <RunningNow name={name} />
      <Answered of={facts} waiting={<Skeleton rows={5} height={64} />}>
        {(known) =>
          known.lastRun === undefined ? (
            <NeverRan facts={known} />
          ) : (
            <>
              <Hero facts={known} run={known.lastRun} record={record.data} checks={checks} />
              <Unfinished facts={known} />
              <div class="overview-columns">
                <div class="stack-l">
                  <Checks name={name} checks={checks} />
                  <RowsByTable name={name} run={known.lastRun} record={record.data} runs={runs.data?.runs} />
                </div>
                <div class="stack-l">
                  <RunHistory name={name} runs={runs.data?.runs} />
                  {record.data ? (
                    <Changes name={name} record={record.data} />
                  ) : (
                    hasChanges(known.lastRun) && (
                      <Card title="Worth knowing">
                        <Skeleton rows={3} />
                      </Card>
                    )
                  )}
                  <FactList facts={known} />
                </div>
              </div>
            </>
          )
        }
      </Answered>
    </Page>
  )
}

/** Whether the record of a run will have something to say, so that its place is kept. */
function hasChanges(run: RunSummary): boolean {
  return run.warnings > 0 || run.added.length > 0 || run.resumed > 0
}
