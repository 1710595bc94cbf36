import './trace.css'
import { useMemo } from 'preact/hooks'
import type { RunSummary } from '../../../../src/dashboard/api/pipelines.ts'
import { urlOf } from '../../api/call.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { Answered } from '../../design/answered.tsx'
import { Code } from '../../design/code.tsx'
import { Empty } from '../../design/empty.tsx'
import { Icon } from '../../design/icon.tsx'
import { Page } from '../../design/page.tsx'
import { Select } from '../../design/select.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { formatDuration } from '../../format/duration.ts'
import { counted } from '../../format/numbers.ts'
import { formatUtc } from '../../format/time.ts'
import type { PipelinePageProps } from '../../shell/pages.ts'
import { useQuery } from '../../url/use-query.ts'
import { TraceOf } from './trace-of.tsx'

/** What a run did, and when: one of those that are recorded. */
export function Trace({ name }: PipelinePageProps) {
  const [{ run: asked }, change] = useQuery()
  const runs = useAnswer({ route: 'runs', params: { name } })
  const run = asked ?? runs.data?.runs[0]?.run
  const record = useAnswer(run === undefined ? undefined : { route: 'run', params: { name, run } })
  return (
    <Page
      title="Trace"
      of={name}
      actions={
        run !== undefined && (
          <>
            <RunChoice runs={runs.data?.runs ?? []} chosen={run} onChoose={(value) => change({ run: value })} />
            <a
              class="button button-plain button-m"
              href={urlOf({ route: 'run', params: { name, run } })}
              download={`${name}-${run.replace(/[^\w.-]+/g, '-')}.json`}
            >
              <Icon name="download" /> JSON
            </a>
          </>
        )
      }
    >
      <Answered of={runs} waiting={<Skeleton rows={8} height={36} />}>
        {(list) =>
          list.runs.length === 0 && asked === undefined ? (
            <Empty title="No run is recorded yet">
              <p>Each run leaves its trace here: what it did, how long that took, where its settings came from.</p>
              <Code text={`npx tolva run ${name}.ts`} />
            </Empty>
          ) : (
            <Answered of={record} waiting={<Skeleton rows={8} height={36} />}>
              {(known) => <TraceOf name={name} record={known} />}
            </Answered>
          )
        }
      </Answered>
    </Page>
  )
}

interface RunChoiceProps {
  readonly runs: readonly RunSummary[]
  readonly chosen: string
  readonly onChoose: (run: string) => void
}

function RunChoice({ runs, chosen, onChoose }: RunChoiceProps) {
  const options = useMemo(() => {
    const known = runs.map((run) => ({ value: run.run, text: inWords(run) }))
    return runs.some((run) => run.run === chosen) ? known : [{ value: chosen, text: chosen }, ...known]
  }, [runs, chosen])
  return <Select label="Run" value={chosen} options={options} onChange={onChoose} />
}

function inWords(run: RunSummary): string {
  const what = run.outcome === 'failed' ? 'failed' : counted(run.rows, 'row')
  return `${formatUtc(new Date(run.startedAt))} · ${what} · ${formatDuration(run.seconds * 1000)}`
}
