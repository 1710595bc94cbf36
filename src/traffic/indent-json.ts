/**
 * JSON with one member a line. Only white space changes: numbers, escapes and the order of keys stay as they came. A text that is
 * no JSON stays as it is.
 */
export function indentJson(text: string): string {
  if (!/^\s*[{[]/.test(text) || !isJson(text)) return text
  // White space in front of a closing bracket is taken in by the token of the opening one, so empty ones stay together.
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]|[{}[\],:]|[^\s{}[\],:"]+/g) ?? []
  let depth = 0
  let indented = ''
  for (const token of tokens) {
    const line = (change: number) => {
      depth += change
      return `\n${'  '.repeat(depth)}`
    }
    if (token === '{' || token === '[') indented += token + line(1)
    else if (token === '}' || token === ']') indented += line(-1) + token
    else if (token === ',') indented += token + line(0)
    else if (token === ':') indented += ': '
    else indented += /^[{[]/.test(token) ? token.replace(/\s+/, '') : token
  }
  return `${indented}\n`
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
