const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A page for people where the dashboard itself cannot be shown; it needs no other file. */
export function noticePage({ title, text, head = '' }: NoticePage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · tolva</title>
${head}</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${text.map((line) => `<p>${escaped(line)}</p>`).join('\n')}
</main>
</body>
</html>
`
}

interface NoticePage {
  readonly title: string
  /** A paragraph each. */
  readonly text: readonly string[]
  /** HTML, put into the head as it is. */
  readonly head?: string
}

/** A text as it stands in HTML and in its attributes. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign)
