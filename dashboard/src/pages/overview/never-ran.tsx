import type { PipelineFacts } from '../../../../src/dashboard/api/pipelines.ts'
import { Code } from '../../design/code.tsx'
import { Empty } from '../../design/empty.tsx'
import { ProblemNote } from '../../design/problem-note.tsx'
import { FactList } from './fact-list.tsx'
import { Unfinished } from './unfinished.tsx'

/** A pipeline of which no run is recorded. */
export function NeverRan({ facts }: { readonly facts: PipelineFacts }) {
  return (
    <>
      {facts.problem && <ProblemNote problem={facts.problem} />}
      <Unfinished facts={facts} />
      <Empty title="No run is recorded here yet">
        <p>Run it; this page fills by itself.</p>
        <Code text={`npx tolva run ${facts.name}.ts`} />
      </Empty>
      <FactList facts={facts} />
    </>
  )
}
