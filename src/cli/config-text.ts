import { stringify } from 'yaml'
import { toSnakeCase } from '../sources/rest-api/from-snake-case.ts'
import { typescriptLiteral } from './openapi/typescript-literal.ts'

/** One resource of a configuration as lines of a YAML file, in snake_case. */
export function yamlLines(resource: object): readonly string[] {
  const [translated] = resourcesOf(toSnakeCase({ resources: [resource] }))
  return stringify([translated], { lineWidth: 100 }).trimEnd().split('\n')
}

/** The same as an object of TypeScript. */
export function typeScriptLines(resource: object): readonly string[] {
  return typescriptLiteral(resource, new Map(), '').split('\n')
}

function resourcesOf(config: unknown): readonly unknown[] {
  return typeof config === 'object' && config !== null && 'resources' in config && Array.isArray(config.resources)
    ? config.resources
    : []
}
