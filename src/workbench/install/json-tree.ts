/** A value in a JSON text with its place: characters from `start` up to `end`. */
export interface JsonNode {
  readonly start: number
  readonly end: number
  readonly value: unknown
  /** Of an object. */
  readonly members?: readonly JsonMember[]
  /** Of a list. */
  readonly elements?: readonly JsonNode[]
}

/** A key of an object. */
export interface JsonMember {
  readonly key: string
  readonly node: JsonNode
}

/** Reads JSON as editors take it, with comments and commas at the end, and says where each value stands. Throws SyntaxError. */
export function readJsonTree(text: string): JsonNode {
  const reader = new Reader(text)
  const node = reader.value()
  reader.end()
  return node
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(): JsonNode {
    this.#skip()
    if (this.#text[this.#at] === '{') return this.#object()
    if (this.#text[this.#at] === '[') return this.#list()
    return this.#scalar()
  }

  end(): void {
    this.#skip()
    if (this.#at < this.#text.length) this.#fail()
  }

  #object(): JsonNode {
    const start = this.#at
    const members: JsonMember[] = []
    this.#items('}', () => {
      const key = this.#scalar()
      this.#skip()
      if (this.#text[this.#at] !== ':' || typeof key.value !== 'string') this.#fail()
      this.#at += 1
      members.push({ key: String(key.value), node: this.value() })
    })
    const value = Object.fromEntries(members.map(({ key, node }) => [key, node.value]))
    return { start, end: this.#at, value, members }
  }

  #list(): JsonNode {
    const start = this.#at
    const elements: JsonNode[] = []
    this.#items(']', () => void elements.push(this.value()))
    return { start, end: this.#at, value: elements.map((element) => element.value), elements }
  }

  #items(closing: string, read: () => void): void {
    this.#at += 1
    for (;;) {
      this.#skip()
      if (this.#text[this.#at] === closing) break
      read()
      this.#skip()
      if (this.#text[this.#at] === ',') this.#at += 1
      else if (this.#text[this.#at] !== closing) this.#fail()
    }
    this.#at += 1
  }

  #scalar(): JsonNode {
    this.#skip()
    const start = this.#at
    const found = /^(?:"(?:[^"\\\n]|\\.)*"|[-\w.+]+)/.exec(this.#text.slice(start))?.[0]
    if (found === undefined) this.#fail()
    this.#at += found.length
    try {
      const value: unknown = JSON.parse(found)
      return { start, end: this.#at, value }
    } catch {
      return this.#fail()
    }
  }

  #skip(): void {
    const rest = /(?:[\s\uFEFF]|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y
    rest.lastIndex = this.#at
    this.#at += rest.exec(this.#text)?.[0].length ?? 0
  }

  #fail(): never {
    const line = this.#text.slice(0, this.#at).split('\n').length
    throw new SyntaxError(`it is not JSON: line ${line}`)
  }
}
