import { Link } from 'wouter-preact'
import type { PipelineFacts } from '../../../../src/dashboard/api/pipelines.ts'
import { Code } from '../../design/code.tsx'
import { Icon } from '../../design/icon.tsx'
import { counted } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'

/** Packages that wait to be loaded and resources that were read in part, with what goes on from there. */
export function Unfinished({ facts }: { readonly facts: PipelineFacts }) {
  const { name, waiting, unfinished } = facts
  if (waiting.length === 0 && unfinished.length === 0) return null
  return (
    <div class="note note-warning">
      <Icon name="warning" />
      <div class="note-body stack-s">
        {waiting.length > 0 && (
          <>
            <p>
              <strong>{counted(waiting.length, 'package waits', 'packages wait')} to be loaded.</strong> The next run
              loads {waiting.length === 1 ? 'it' : 'them'} first.
            </p>
            <ul class="stack-s">
              {waiting.map((one) => (
                <li key={one.loadId}>
                  <Link class="mono" href={pipelinePath(name, 'loads', { load: one.loadId })}>
                    {one.loadId}
                  </Link>{' '}
                  <span class="soft">
                    {one.state}
                    {one.error ? `: ${one.error}` : ''}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        {unfinished.length > 0 && (
          <p>
            <strong>A stopped run has read in part:</strong>{' '}
            {unfinished.map((one) => `${one.resource} (${counted(one.pages, 'page')})`).join(', ')}. The next run goes
            on there.
          </p>
        )}
        {waiting.length > 0 && <Code isInline text={`npx tolva pipeline ${name} package list`} />}
      </div>
    </div>
  )
}
