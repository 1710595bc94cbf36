import { Link } from 'wouter-preact'
import { useAnswer } from '../../api/use-answer.ts'
import { Code } from '../../design/code.tsx'
import { Empty } from '../../design/empty.tsx'
import { Time } from '../../design/time.tsx'
import { formatDuration } from '../../format/duration.ts'
import { counted } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'

/** Says how a run is started, and which was the last. */
export function NothingRuns({ name }: { readonly name: string }) {
  const { data } = useAnswer({ route: 'facts', params: { name } })
  const last = data?.lastRun
  return (
    <Empty title="Nothing runs now">
      <p>Start a run, here or anywhere on this machine; it appears by itself.</p>
      <Code text={`npx tolva run ${name}.ts`} />
      {last && (
        <p>
          The last one {last.outcome === 'failed' ? 'failed' : `loaded ${counted(last.rows, 'row')}`}{' '}
          <Time at={last.finishedAt} />, after {formatDuration(last.seconds * 1000)}.{' '}
          <Link href={pipelinePath(name, 'trace', { run: last.run })}>See its trace</Link>
        </p>
      )}
    </Empty>
  )
}
