const CONTEXT = 3

interface Line {
  readonly sign: ' ' | '-' | '+'
  readonly text: string
}

/** What changes from one text to another, as `diff -u` shows it. */
export function diffText(path: string, before = '', after = ''): string {
  const lines = linesOf(split(before), split(after))
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== ' '),
  )
  const shown: string[] = []
  let old = 1
  let fresh = 1
  for (const [index, { sign, text }] of lines.entries()) {
    if (isNear[index]) {
      if (!isNear[index - 1]) shown.push(`@@ -${old} +${fresh} @@`)
      shown.push(`${sign}${text}`)
    }
    if (sign !== '+') old += 1
    if (sign !== '-') fresh += 1
  }
  return [`--- ${path}`, `+++ ${path}`, ...shown].join('\n')
}

function split(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

/** By the longest common run of lines in order. */
function linesOf(a: readonly string[], b: readonly string[]): readonly Line[] {
  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const [down, right] = [common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0]
      common[i * width + j] = a[i] === b[j] ? (common[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(down, right)
    }
  }
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [left = '', right = ''] = [a[i], b[j]]
    const isOld = i < a.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0)
    if (i < a.length && j < b.length && left === right) {
      lines.push({ sign: ' ', text: left })
      i += 1
      j += 1
    } else if (j >= b.length || isOld) {
      lines.push({ sign: '-', text: left })
      i += 1
    } else {
      lines.push({ sign: '+', text: right })
      j += 1
    }
  }
  return lines
}
