import type { StackBar, StackLayer } from './stack-of.ts'

interface LoadBarProps {
  readonly bar: StackBar
  readonly layers: readonly StackLayer[]
  readonly top: number
  readonly isChosen: boolean
  readonly onOver: () => void
  readonly onChoose: () => void
}

/** One load of the plot: its tables on top of each other, or a mark where it failed. */
export function LoadBar({ bar, layers, top, isChosen, onOver, onChoose }: LoadBarProps) {
  const { state } = bar.load
  const isBroken = state === 'failed' || state === 'aborted'
  const kind = isBroken ? ' load-broken' : state === 'loaded' ? '' : ' load-open'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the list has the same for keys
    <div class={`load-bar${kind}${isChosen ? ' is-chosen' : ''}`} onMouseEnter={onOver} onClick={onChoose}>
      {isBroken && <span class="load-cross">×</span>}
      {bar.parts === undefined && !isBroken && <span class="load-unknown" />}
      {bar.parts?.map((rows, index) => {
        const layer = layers[index]
        if (rows === 0 || layer === undefined) return null
        return (
          <span
            key={layer.table}
            class="load-part"
            style={{ height: `${(rows / top) * 100}%`, background: `var(${layer.color})` }}
          />
        )
      })}
    </div>
  )
}
