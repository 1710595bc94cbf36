import './loads.css'
import { useCallback, useMemo } from 'preact/hooks'
import type { LoadList } from '../../../../src/dashboard/api/loads.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { Answered } from '../../design/answered.tsx'
import { Card } from '../../design/card.tsx'
import { Code } from '../../design/code.tsx'
import { Empty } from '../../design/empty.tsx'
import { Page } from '../../design/page.tsx'
import { ProblemNote } from '../../design/problem-note.tsx'
import { Select } from '../../design/select.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { Table } from '../../design/table.tsx'
import { counted } from '../../format/numbers.ts'
import type { PipelinePageProps } from '../../shell/pages.ts'
import { useShortcuts } from '../../shell/use-shortcuts.ts'
import { useQuery } from '../../url/use-query.ts'
import { LOAD_COLUMNS } from './load-columns.tsx'
import { LoadDetails } from './load-details.tsx'
import { LoadPlot } from './load-plot.tsx'

/** Seconds, the most that the server waits. */
const PATIENCE = 20

const STATES = [
  { value: 'all', text: 'All states' },
  { value: 'loaded', text: 'Loaded' },
  { value: 'sealed', text: 'Sealed: waits' },
  { value: 'failed', text: 'Failed' },
  { value: 'aborted', text: 'Aborted' },
  { value: 'discarded', text: 'Discarded' },
] as const

/** All loads of a pipeline over time, and one of them in detail. */
export function Loads({ name }: PipelinePageProps) {
  const quick = useAnswer({ route: 'loads', params: { name } })
  // What is known here is shown at once; a destination that needs longer is waited for meanwhile.
  const isSlow = quick.data?.problem?.code === 'destination_slow'
  const patient = useAnswer(isSlow ? { route: 'loads', params: { name }, query: { wait: PATIENCE } } : undefined)
  const answer = patient.data === undefined ? quick : patient
  const isWaiting = isSlow && patient.loading
  return (
    <Page
      title="Loads"
      of={name}
      beside={
        answer.data && (
          <span>
            {counted(answer.data.loads.length, 'load')}
            {isWaiting && ' known here; asking the destination …'}
          </span>
        )
      }
    >
      <Answered of={answer} waiting={<Skeleton rows={8} height={48} />}>
        {(list) => (
          <>
            {list.problem && !isWaiting && (
              <ProblemNote
                tone="warning"
                lead="The destination could not be asked."
                problem={list.problem}
                onRetry={answer.refresh}
              />
            )}
            {list.loads.length === 0 ? <NoLoads name={name} /> : <Shown name={name} list={list} />}
          </>
        )}
      </Answered>
    </Page>
  )
}

function NoLoads({ name }: { readonly name: string }) {
  return (
    <Empty title="Nothing has been loaded yet">
      <p>Each run that brings something leaves a load here.</p>
      <Code text={`npx tolva run ${name}.ts`} />
    </Empty>
  )
}

interface ShownProps {
  readonly name: string
  readonly list: LoadList
}

function Shown({ name, list }: ShownProps) {
  const [{ load: chosen, state = 'all' }, change] = useQuery()
  const choose = useCallback((loadId: string) => change({ load: loadId }), [change])
  const close = useCallback(() => change({ load: undefined }), [change])
  useShortcuts(useMemo(() => ({ Escape: close }), [close]))
  const found = useMemo(
    () => (state === 'all' ? list.loads : list.loads.filter((load) => load.state === state)),
    [list, state],
  )
  const stateChosen = STATES.find((one) => one.value === state)?.value ?? 'all'
  return (
    <>
      <LoadPlot loads={list.loads} chosen={chosen} onChoose={choose} />
      <div class={chosen === undefined ? 'loads' : 'loads has-details'}>
        <Card
          flush
          title="History"
          actions={
            <Select
              label="State"
              value={stateChosen}
              options={STATES}
              onChange={(value) => change({ state: value === 'all' ? undefined : value }, { replace: true })}
            />
          }
        >
          {found.length === 0 ? (
            <Empty title={`No load is ${stateChosen}`} />
          ) : (
            <Table
              label="Loads"
              columns={LOAD_COLUMNS}
              rows={found}
              rowKey={(load) => load.loadId}
              onOpen={(load) => choose(load.loadId)}
              chosen={chosen}
            />
          )}
        </Card>
        {chosen !== undefined && <LoadDetails key={chosen} name={name} loadId={chosen} onClose={close} />}
      </div>
    </>
  )
}
