import './state.css'
import { useAnswer } from '../../api/use-answer.ts'
import { Answered } from '../../design/answered.tsx'
import { Card } from '../../design/card.tsx'
import { Icon } from '../../design/icon.tsx'
import { Page } from '../../design/page.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { counted } from '../../format/numbers.ts'
import type { PipelinePageProps } from '../../shell/pages.ts'
import { useQuery } from '../../url/use-query.ts'
import { Cursors } from './cursors.tsx'
import { JsonTree } from './json-tree.tsx'

/** What a pipeline remembers between runs. */
export function State({ name }: PipelinePageProps) {
  const answer = useAnswer({ route: 'state', params: { name } })
  const [{ q = '' }, change] = useQuery()
  return (
    <Page title="State" of={name} beside={answer.data && <span>version {answer.data.version}</span>}>
      <Answered of={answer} waiting={<Skeleton rows={8} height={40} />}>
        {(state) => (
          <>
            {state.unfinished.length > 0 && (
              <p class="note note-warning">
                <Icon name="warning" />
                <span class="note-body">
                  A run stopped before it had read all:{' '}
                  {state.unfinished
                    .map((one) => `${one.resource} of ${one.source} after ${counted(one.pages, 'page')}`)
                    .join(', ')}
                  . The next run goes on there.
                </span>
              </p>
            )}
            <Cursors cursors={state.cursors} />
            <Card title="Document" beside="As it is kept here and at the destination; secrets are not shown">
              <JsonTree
                label="State document"
                document={state.document}
                search={q}
                onSearch={(text) => change({ q: text || undefined }, { replace: true })}
              />
            </Card>
          </>
        )}
      </Answered>
    </Page>
  )
}
