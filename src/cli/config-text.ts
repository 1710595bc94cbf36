import { stringify } from 'yaml'
import { toSnakeCase } from '../sources/rest-api/from-snake-case.ts'

/** One resource of a configuration as lines of a YAML file, in snake_case. */
export function yamlLines(resource: object): readonly string[] {
  const [translated] = resourcesOf(toSnakeCase({ resources: [resource] }))
  return stringify([translated], { lineWidth: 100 }).trimEnd().split('\n')
}

/** The same as an object of TypeScript. */
export function typeScriptLines(resource: object): readonly string[] {
  return literal(resource, '').split('\n')
}

function resourcesOf(config: unknown): readonly unknown[] {
  return typeof config === 'object' && config !== null && 'resources' in config && Array.isArray(config.resources)
    ? config.resources
    : []
}

const WIDTH = 100

function literal(value: unknown, indent: string): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  if (typeof value !== 'object' || value === null) return String(value)
  const deeper = `${indent}  `
  const parts = Array.isArray(value)
    ? value.map((item) => literal(item, deeper))
    : Object.entries(value).map(([key, inner]) => `${keyText(key)}: ${literal(inner, deeper)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{ ', ' }']
  const flat = `${open}${parts.join(', ')}${close}`
  if (flat.length + indent.length <= WIDTH && !flat.includes('\n')) return flat
  return `${open.trim()}\n${parts.map((part) => `${deeper}${part},\n`).join('')}${indent}${close.trim()}`
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key, '')
}
