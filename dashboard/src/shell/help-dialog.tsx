import { Dialog } from '../design/dialog.tsx'
import { KeyHint } from '../design/key-hint.tsx'
import { NAV_ITEMS } from './nav-items.ts'

const GENERAL: readonly (readonly [keys: string, what: string])[] = [
  ['g p', 'All pipelines'],
  ...NAV_ITEMS.map((item) => [`g ${item.key}`, item.text] as const),
  ['g r', 'Reports'],
]
const HERE: readonly (readonly [keys: string, what: string])[] = [
  ['/', 'Search on this page'],
  ['j', 'Next row'],
  ['k', 'Row before'],
  ['Enter', 'Open the row'],
  ['Esc', 'Close, or leave the field'],
  ['r', 'Ask again for all that is shown'],
  ['?', 'These keys'],
]

/** All keys. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div class="help">
        <KeyList title="Go to" keys={GENERAL} />
        <KeyList title="On a page" keys={HERE} />
      </div>
    </Dialog>
  )
}

interface KeyListProps {
  readonly title: string
  readonly keys: readonly (readonly [keys: string, what: string])[]
}

function KeyList({ title, keys }: KeyListProps) {
  return (
    <section>
      <h3>{title}</h3>
      <dl class="help-keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <KeyHint keys={key} />
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
