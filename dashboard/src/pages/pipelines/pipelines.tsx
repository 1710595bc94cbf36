import './pipelines.css'
import { useMemo } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import type { PipelineList } from '../../../../src/dashboard/api/pipelines.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { usePolling } from '../../api/use-polling.ts'
import { Answered } from '../../design/answered.tsx'
import { Card } from '../../design/card.tsx'
import { Empty } from '../../design/empty.tsx'
import { Page } from '../../design/page.tsx'
import { SearchField } from '../../design/search-field.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { Table } from '../../design/table.tsx'
import { counted } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'
import { useQuery } from '../../url/use-query.ts'
import { NoPipelines } from './no-pipelines.tsx'
import { PIPELINE_COLUMNS } from './pipeline-columns.tsx'

const POLL_MS = 5000

/** All pipelines that have run on this machine. */
export function Pipelines() {
  const answer = useAnswer({ route: 'pipelines' })
  usePolling(answer.refresh, POLL_MS)
  return (
    <Page
      title="Pipelines"
      beside={answer.data && <span>{counted(answer.data.pipelines.length, 'pipeline')} on this machine</span>}
    >
      <Answered of={answer} waiting={<Skeleton rows={8} height={32} />}>
        {(list) => (list.pipelines.length === 0 ? <NoPipelines folder={list.workingFolder} /> : <List list={list} />)}
      </Answered>
    </Page>
  )
}

function List({ list }: { readonly list: PipelineList }) {
  const [{ q = '' }, change] = useQuery()
  const [, navigate] = useLocation()
  const found = useMemo(() => {
    const sought = q.trim().toLowerCase()
    return list.pipelines.filter((one) =>
      `${one.name} ${one.destination} ${one.dataset}`.toLowerCase().includes(sought),
    )
  }, [list, q])
  return (
    <>
      <SearchField
        label="Find by name, destination or dataset"
        value={q}
        onChange={(text) => change({ q: text || undefined }, { replace: true })}
        onEnter={() => found[0] && navigate(pipelinePath(found[0].name))}
      />
      <Card flush>
        {found.length === 0 ? (
          <Empty title={`No pipeline matches “${q}”`} />
        ) : (
          <Table
            label="Pipelines"
            columns={PIPELINE_COLUMNS}
            rows={found}
            rowKey={(one) => one.name}
            onOpen={(one) => navigate(pipelinePath(one.name))}
          />
        )}
      </Card>
    </>
  )
}
