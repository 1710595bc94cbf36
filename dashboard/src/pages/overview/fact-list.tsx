import { Link } from 'wouter-preact'
import type { PipelineFacts } from '../../../../src/dashboard/api/pipelines.ts'
import { Card } from '../../design/card.tsx'
import { locationText } from '../../format/location-text.ts'
import { counted } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'

/** Where a pipeline loads to and what it keeps. */
export function FactList({ facts }: { readonly facts: PipelineFacts }) {
  return (
    <Card title="Pipeline">
      <dl class="facts">
        <div>
          <dt>Destination</dt>
          <dd>{facts.destination}</dd>
        </div>
        {facts.location && (
          <div>
            <dt>Location</dt>
            <dd class="mono">{locationText(facts.location)}</dd>
          </div>
        )}
        <div>
          <dt>Dataset</dt>
          <dd class="mono">{facts.dataset}</dd>
        </div>
        {facts.schemas.map((schema) => (
          <div key={schema.name}>
            <dt>{schema.name === facts.defaultSchema ? 'Schema' : 'Further schema'}</dt>
            <dd>
              <Link class="mono" href={pipelinePath(facts.name, 'schema', { schema: schema.name })}>
                {schema.name}
              </Link>{' '}
              <span class="soft" title={schema.hash}>
                version {schema.version}, {counted(schema.tables, 'table')}
              </span>
            </dd>
          </div>
        ))}
        <div>
          <dt>State</dt>
          <dd>
            <Link href={pipelinePath(facts.name, 'state')}>version {facts.stateVersion}</Link>
          </dd>
        </div>
        <div>
          <dt>Working folder</dt>
          <dd class="mono">{facts.workingFolder}</dd>
        </div>
        {facts.projectFolder && (
          <div>
            <dt>Project</dt>
            <dd class="mono">{facts.projectFolder}</dd>
          </div>
        )}
      </dl>
    </Card>
  )
}
