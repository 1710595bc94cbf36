import type { ConfigValue, SettingParam } from '../config.ts'
import { type Endpoint, nounOf, variablesOf } from './endpoint.ts'
import type { Guess } from './guess.ts'
import type { Parameter } from './read-operations.ts'
import { singular, snakeWords } from './words.ts'

/** What a required parameter gets: a value that the document names, or one that the user's configuration must hold. */
export type GivenValue = Guess<ConfigValue | readonly ConfigValue[] | SettingParam>

const VAGUE =
  /^(id|uuid|uid|guid|key|name|slug|code|number|type|path|ref|value|date|version|q|query|filter|search|term|text|ids|names|keys|from|to|start|end|sort|format|status|state)$/

/** The only value that is allowed, the default, all values of a list; else a setting. */
export function givenValue(parameter: Parameter, endpoint: Endpoint, resource: string): GivenValue {
  const { facts } = parameter
  const [only, ...others] = facts.choices.filter(isScalar)
  if (only !== undefined && others.length === 0)
    return { value: literal(only), reason: 'the only value that is allowed' }
  if (isScalar(facts.default)) return { value: literal(facts.default), reason: 'its default' }
  const field = settingName(parameter, endpoint, resource)
  const choices = only === undefined ? '' : `; one of ${[only, ...others].slice(0, 12).join(', ')}`
  return {
    value: { type: 'setting', field },
    reason: `required, and nothing in the document gives it: a setting${choices}`,
  }
}

/** All values that a list may hold, where the document names them. */
export function givenList(parameter: Parameter, choices: readonly unknown[]): GivenValue | undefined {
  const values = choices.filter(isScalar).map(literal)
  if (values.length === 0) return undefined
  const value = parameter.joined ? values.join(',') : values
  return { value, reason: 'all values that are allowed' }
}

/** A name that says what it is for: `owner`, but `pet_id` for the id of `/pets/{id}`. */
function settingName(parameter: Parameter, endpoint: Endpoint, resource: string): string {
  const name = snakeWords(parameter.name) || 'value'
  if (!VAGUE.test(name)) return name
  if (parameter.in !== 'path' || !variablesOf(endpoint.path).includes(parameter.name)) return `${resource}_${name}`
  const before = endpoint.path.slice(0, endpoint.path.indexOf(`{${parameter.name}}`))
  const noun = singular(snakeWords(nounOf(before)))
  return noun === '' ? `${resource}_${name}` : `${noun}_${name}`
}

/** Braces in a value are no placeholder. */
function literal(value: string | number | boolean): string | number | boolean {
  return typeof value === 'string' ? value.replace(/[{}]/g, '$&$&') : value
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
