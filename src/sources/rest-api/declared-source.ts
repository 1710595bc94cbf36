import type { Source } from '../../contracts/resource.ts'
import { checkConfig } from './check-config.ts'
import { fromSnakeCase } from './from-snake-case.ts'
import { restApiSource } from './rest-api-source.ts'

/**
 * The source of a YAML or JSON file in dlt's snake_case.
 *
 * @throws ConfigError `invalid_config` with the path in the configuration.
 */
export function declaredSource(name: string, declared: unknown): Source {
  const config = fromSnakeCase(declared)
  checkConfig(config, { names: 'snake_case' })
  return restApiSource({ ...config, name })
}
