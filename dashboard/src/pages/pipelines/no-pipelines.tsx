import { Code } from '../../design/code.tsx'
import { Empty } from '../../design/empty.tsx'

/** Says how a first pipeline is made and run. */
export function NoPipelines({ folder }: { readonly folder: string }) {
  return (
    <Empty title="No pipeline has run on this machine yet">
      <p>Make one and run it; it appears here by itself.</p>
      <Code text={'npx tolva init chatbot duckdb\nnpx tolva run chatbot_pipeline.ts'} />
      <p>
        Looked in <code>{folder}</code>. Pipelines that ran with another <code>TOLVA_DATA_DIR</code> are seen by a
        dashboard that is started with it.
      </p>
    </Empty>
  )
}
