/** A small box beside the pointer that tells what a mark stands for. */
export function chartTooltip(): {
  show(handler: unknown, event: MouseEvent, item: unknown, value: unknown): void
  remove(): void
} {
  const box = document.createElement('div')
  box.className = 'chart-tooltip'
  box.hidden = true
  document.body.append(box)
  return {
    show(_handler, event, _item, value) {
      if (value === null || value === undefined || value === '') {
        box.hidden = true
        return
      }
      box.replaceChildren(...linesOf(value))
      box.hidden = false
      const { clientX: x, clientY: y } = event
      const left = Math.min(x + 12, window.innerWidth - box.offsetWidth - 8)
      const top = y + 14 + box.offsetHeight > window.innerHeight ? y - box.offsetHeight - 8 : y + 14
      box.style.left = `${Math.max(4, left)}px`
      box.style.top = `${Math.max(4, top)}px`
    },
    remove: () => box.remove(),
  }
}

function linesOf(value: unknown): readonly Node[] {
  if (typeof value !== 'object' || value === null) return [document.createTextNode(String(value))]
  return Object.entries(value).map(([name, one]) => {
    const line = document.createElement('div')
    const key = document.createElement('span')
    key.textContent = `${name} `
    const text = document.createElement('b')
    text.textContent = String(one)
    line.append(key, text)
    return line
  })
}
