import { readdirSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { PipelineFile } from '../../src/cli/declared-document.ts'
import { configShape, setting } from '../../src/sources/rest-api/config-shape.ts'
import { snakeCase } from '../../src/sources/rest-api/from-snake-case.ts'
import { describedType } from './described-type.ts'
import { type Definitions, type JsonSchema, jsonSchemaOf } from './json-schema-of.ts'

const SRC = path.resolve(import.meta.dirname, '..', '..', 'src')

/**
 * The JSON Schema of YAML and JSON files: a whole pipeline file, or a configuration of the REST source alone. What may stand
 * there is told by `configShape`, what it means by the TSDoc of the types.
 */
export function restSchema(): JsonSchema {
  const definitions: Definitions = new Map()
  const files = [
    'sources/rest-api',
    'sources/rest-api/bodies',
    'http/auth',
    'http/paginators',
    'http',
    'contracts',
  ].flatMap((folder) =>
    readdirSync(path.join(SRC, folder))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => path.join(SRC, folder, name)),
  )
  // An auth's own type knows nothing of settings.
  const meanings = new Map([[setting, describedType('SettingParam', files)]])
  const described = describedType('RestApiConfig', files)
  const configuration = jsonSchemaOf(configShape, { described, meanings }, definitions)
  const { $schema: _, ...pipelineFile } = z.toJSONSchema(PipelineFile, { io: 'input', target: 'draft-7' })
  const shared = Object.keys(propertiesOf(configuration)).map((key) => [
    key,
    { $ref: `#/definitions/configuration/properties/${key}` },
  ])
  const source = {
    description: 'Where the rows come from.',
    ...configuration,
    properties: { name: SOURCE_NAME, ...Object.fromEntries(shared) },
  }
  return inSnakeCase({
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://unpkg.com/tolva/schemas/rest-api.json',
    title: 'tolva: a pipeline file, or the configuration of a REST source',
    if: { anyOf: [{ required: ['client'] }, { required: ['resources'] }] },
    // biome-ignore lint/suspicious/noThenProperty: it is what JSON Schema calls it.
    then: { $ref: '#/definitions/configuration' },
    else: { $ref: '#/definitions/pipeline_file' },
    definitions: {
      configuration,
      pipeline_file: {
        ...pipelineFile,
        properties: { ...propertiesOf(pipelineFile), source },
      },
      ...Object.fromEntries(definitions),
    },
  })
}

const SOURCE_NAME = {
  type: 'string',
  description: 'Name of the source: of its schema, and of its section in .dlt/*.toml; <pipeline>_source by default.',
}

function propertiesOf(schema: object): Readonly<Record<string, unknown>> {
  const properties: unknown = Reflect.get(schema, 'properties')
  return typeof properties === 'object' && properties !== null ? { ...properties } : {}
}

/** Descriptions speak of keys as TypeScript has them; a file has them with underscores. */
function inSnakeCase(schema: JsonSchema): JsonSchema {
  const keys = new Set(JSON.stringify(schema).match(/(?<=")[a-z]+(?:_[a-z]+)+(?=":)/g))
  const asKey = (name: string) => (keys.has(snakeCase(name)) ? snakeCase(name) : name)
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === 'description' && typeof value === 'string'
      ? value.replace(/`[^`]*`/g, (code) => code.replace(/\b[a-z]+(?:[A-Z][a-z]+)+\b/g, asKey))
      : value,
  )
  return JSON.parse(text)
}
