import { stringify } from 'yaml'
import { toSnakeCase } from '../sources/rest-api/from-snake-case.ts'
import { typescriptLiteral } from './openapi/typescript-literal.ts'

/** One resource of a configuration in snake_case. */
export function snakeResource(resource: object): Readonly<Record<string, unknown>> {
  const [translated] = resourcesOf(toSnakeCase({ resources: [resource] }))
  return { ...Object(translated) }
}

/** The same as lines of a YAML file. */
export function yamlLines(resource: object): readonly string[] {
  return stringify([snakeResource(resource)], { lineWidth: 100 })
    .trimEnd()
    .split('\n')
}

/** One resource of a configuration as an object of TypeScript. */
export function typeScriptLines(resource: object): readonly string[] {
  return typescriptLiteral(resource, new Map(), '').split('\n')
}

function resourcesOf(config: unknown): readonly unknown[] {
  return typeof config === 'object' && config !== null && 'resources' in config && Array.isArray(config.resources)
    ? config.resources
    : []
}
