import { parseJsonPath } from '../../../http/json-path-text.ts'
import { isPlainObject } from '../is-plain-object.ts'
import { type BodyFormat, BodyProblem } from './body-format.ts'

/** How an XML body is read. */
export interface XmlOptions {
  /**
   * Elements that are lists even where there is only one of them, by name or by dotted path from the root (`feed.item`).
   * Elements that repeat somewhere in a body are lists everywhere in it without being named.
   */
  readonly lists?: readonly string[]
  /** Stands before the names of attributes; `attr_` by default. */
  readonly attributePrefix?: string
}

/** What an element that has both holds its text under. */
const TEXT = '#text'

/**
 * An element is its text; with attributes or elements in it, an object. Texts stay texts; an empty element is null. Entities that
 * a document declares are refused.
 */
export const xmlFormat: BodyFormat<XmlOptions> = {
  matches: (contentType) =>
    /^(application|text)\/(xml|[\w.-]+\+xml)$/.test(contentType) && !/xhtml|svg/.test(contentType),
  async toJson({ body }, { lists = [], attributePrefix = 'attr_' }, { selector }) {
    const text = new TextDecoder().decode(body)
    if (/<!ENTITY/i.test(text)) {
      throw new BodyProblem('XML that declares entities of its own', {
        code: 'xml_entities',
        hint: 'such documents can be made to swell without end; ask the API for one without a DOCTYPE',
      })
    }
    const { XMLParser, XMLValidator } = await import('fast-xml-parser')
    const valid = XMLValidator.validate(text, { allowBooleanAttributes: true })
    if (valid !== true) {
      throw new BodyProblem(`XML that is broken or cut off: line ${valid.err.line}: ${valid.err.msg}`, {
        code: 'invalid_xml',
        hint: 'ask the API for smaller pages, or tell its vendor',
      })
    }
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: attributePrefix,
      textNodeName: TEXT,
      allowBooleanAttributes: true,
      parseTagValue: false,
      parseAttributeValue: false,
      ignoreDeclaration: true,
      ignorePiTags: true,
      htmlEntities: true,
      // Paths as texts for callbacks that are not used take half of the time.
      jPath: false,
    })
    const document: unknown = parser.parse(text)
    const repeated = new Set<string>()
    notePathsOfLists(document, '', repeated)
    if (selector === undefined && repeated.size === 0) throw noSelector(document)
    const shaped = withLists(
      document,
      '',
      (path, name) => repeated.has(path) || lists.includes(path) || lists.includes(name),
    )
    return new TextEncoder().encode(JSON.stringify(withEmptyRows(shaped, selector)))
  },
}

/** One row alone looks like any other element: the whole document would be taken for the row. */
function noSelector(document: unknown): BodyProblem {
  const [root, inner] = isPlainObject(document) ? (Object.entries(document)[0] ?? []) : []
  const example = isPlainObject(inner) ? `${root}.${Object.keys(inner)[0] ?? 'item'}` : `${root ?? 'root'}.item`
  return new BodyProblem('XML in which no element repeats, so nothing tells which ones are the rows', {
    code: 'selector_missing',
    hint: `set data_selector to the path of the elements that are rows, e.g. ${example}; $ for the whole document`,
  })
}

function notePathsOfLists(value: unknown, path: string, found: Set<string>): void {
  if (Array.isArray(value)) {
    found.add(path)
    for (const item of value) notePathsOfLists(item, path, found)
  } else if (isPlainObject(value)) {
    for (const [name, inner] of Object.entries(value)) notePathsOfLists(inner, joined(path, name), found)
  }
}

/** A list stays a list where it has one item: else rows of one kind would have columns and tables of two. */
function withLists(value: unknown, path: string, isList: (path: string, name: string) => boolean): unknown {
  if (value === '') return null
  if (Array.isArray(value)) return value.map((item) => withLists(item, path, isList))
  if (!isPlainObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const at = joined(path, name)
      const shaped = withLists(inner, at, isList)
      return [name, isList(at, name) && !Array.isArray(shaped) ? [shaped] : shaped]
    }),
  )
}

/** Where an empty element stands on the way to the rows, there are none: XML has no empty list. */
function withEmptyRows(document: unknown, selector: string | undefined): unknown {
  const path = selector === undefined ? { steps: [] } : parseJsonPath(selector)
  const names = 'steps' in path ? path.steps.filter((step) => typeof step === 'string') : []
  const fill = (value: unknown, [name, ...rest]: readonly string[]): unknown => {
    if (name === undefined) return value ?? []
    if (value === null) return { [name]: fill(rest.length === 0 ? [] : null, rest) }
    return isPlainObject(value) && name in value ? { ...value, [name]: fill(value[name], rest) } : value
  }
  return 'steps' in path && names.length === path.steps.length ? fill(document, names) : document
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
