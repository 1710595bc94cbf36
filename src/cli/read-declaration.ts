import { readFile } from 'node:fs/promises'
import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import type { EvolutionHints } from '../contracts/resource.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { PipelineFile } from './declared-document.ts'
import { DEFAULT_KIND } from './declared-kinds.ts'
import type { PipelineOptions } from './library.ts'

/** A declared pipeline: `pipeline` as written, `source` left as it is for the source to check. */
export interface Declaration {
  readonly pipeline: Pick<
    PipelineOptions,
    'name' | 'destination' | 'staging' | 'dataset' | 'checkpoint' | 'pageLog' | keyof EvolutionHints
  >
  readonly sourceName: string
  readonly source: unknown
  /** Where a place within `source` stands in the file, as `file:line:column`; of keys that are not there, their parent's. */
  readonly placeOf: (keys: readonly (string | number)[]) => string
}

/**
 * Reads `pipeline: { name, destination, dataset }` and `source: { name?, … }` of a YAML or JSON file.
 * @throws ConfigError code `bad_declaration` with the key, or the line and column.
 */
export async function readDeclaration(path: string): Promise<Declaration> {
  const text = await readFile(path, 'utf8')
  const lines = new LineCounter()
  const parsed = parseDocument(text, { prettyErrors: false, lineCounter: lines })
  const [broken] = parsed.errors
  if (broken !== undefined) {
    throw bad(`${path}:${positionText(lines, broken.pos[0])}`, broken.message)
  }
  const document: unknown = parsed.toJS({ maxAliasCount: 100 })
  const placeOf = (keys: readonly (string | number)[]) => {
    const whole = ['source', ...keys]
    for (let length = whole.length; length > 0; length -= 1) {
      const node = nodeAt(parsed, whole.slice(0, length))
      if (node?.range) return `${path}:${positionText(lines, node.range[0])}`
    }
    return path
  }
  const result = PipelineFile.safeParse(document)
  if (!result.success) {
    throw bad(
      path,
      result.error.issues.map(({ path: at, message }) => `${at.join('.') || 'the file'}: ${message}`).join('; '),
    )
  }
  const { pipeline, source } = result.data
  // The section in which dlt's own sources are configured has their name.
  const {
    name = source.type === undefined || source.type === DEFAULT_KIND ? `${pipeline.name}_source` : String(source.type),
    ...config
  } = source
  const {
    staging,
    dataset,
    schema_contract: schemaContract,
    quarantine,
    widen,
    checkpoint,
    page_log: pageLog,
    ...rest
  } = pipeline
  const optional = {
    ...(staging !== undefined && { staging }),
    ...(dataset !== undefined && { dataset }),
    ...(schemaContract !== undefined && { schemaContract }),
    ...(quarantine !== undefined && { quarantine }),
    ...(widen !== undefined && { widen }),
    ...(checkpoint !== undefined && { checkpoint }),
    ...(pageLog !== undefined && { pageLog }),
  }
  return { pipeline: { ...rest, ...optional }, sourceName: name, source: config, placeOf }
}

/** The key itself where it is one, else the value. */
function nodeAt(document: Document.Parsed, keys: readonly (string | number)[]): Node | undefined {
  const holder: unknown = document.getIn(keys.slice(0, -1), true)
  const pair = isMap(holder) ? holder.items.find(({ key }) => isScalar(key) && key.value === keys.at(-1)) : undefined
  const node: unknown = pair === undefined ? document.getIn(keys, true) : pair.key
  return isNode(node) ? node : undefined
}

function positionText(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset)
  return `${line}:${col}`
}

function bad(path: string, reason: string): ConfigError {
  return new ConfigError(`${path} is not a pipeline: ${reason}`, {
    code: 'bad_declaration',
    hint: 'write pipeline: { name, destination, dataset } and source: { client, resources }, or source: { type: sql_database, tables }',
    context: { file: path },
  })
}
