import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import type { EvolutionHints } from '../contracts/resource.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { Document } from './declared-document.ts'
import type { PipelineOptions } from './library.ts'

/** A declared pipeline: `pipeline` as written, `source` left as it is for the source to check. */
export interface Declaration {
  readonly pipeline: Pick<
    PipelineOptions,
    'name' | 'destination' | 'dataset' | 'checkpoint' | 'pageLog' | keyof EvolutionHints
  >
  readonly sourceName: string
  readonly source: unknown
}

/**
 * Reads `pipeline: { name, destination, dataset }` and `source: { name?, … }` of a YAML or JSON file.
 * @throws ConfigError code `bad_declaration` with the key, or the line and column.
 */
export async function readDeclaration(path: string): Promise<Declaration> {
  const text = await readFile(path, 'utf8')
  let document: unknown
  try {
    document = parse(text, { maxAliasCount: 100, prettyErrors: false })
  } catch (error) {
    throw bad(path, error instanceof Error ? error.message : 'it cannot be read')
  }
  const result = Document.safeParse(document)
  if (!result.success) {
    throw bad(
      path,
      result.error.issues.map(({ path: at, message }) => `${at.join('.') || 'the file'}: ${message}`).join('; '),
    )
  }
  const { pipeline, source } = result.data
  const { name = `${pipeline.name}_source`, ...config } = source
  const {
    dataset,
    schema_contract: schemaContract,
    quarantine,
    widen,
    checkpoint,
    page_log: pageLog,
    ...rest
  } = pipeline
  const optional = {
    ...(dataset !== undefined && { dataset }),
    ...(schemaContract !== undefined && { schemaContract }),
    ...(quarantine !== undefined && { quarantine }),
    ...(widen !== undefined && { widen }),
    ...(checkpoint !== undefined && { checkpoint }),
    ...(pageLog !== undefined && { pageLog }),
  }
  return { pipeline: { ...rest, ...optional }, sourceName: name, source: config }
}

function bad(path: string, reason: string): ConfigError {
  return new ConfigError(`${path} is not a pipeline: ${reason}`, {
    code: 'bad_declaration',
    hint: 'write pipeline: { name, destination, dataset } and source: { client, resources }',
    context: { file: path },
  })
}
