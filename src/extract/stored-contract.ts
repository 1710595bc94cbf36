import type { SchemaContract } from '../contracts/resource.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { expandContract } from '../schema/contract.ts'
import type { Json } from '../schema/stored.ts'
import { snakeCase } from './snake-case.ts'

const ENTITIES = ['tables', 'columns', 'data_type']

/**
 * A schema contract in stored form. Files write `data_type` where TypeScript writes `dataType`; both are taken.
 * @throws ConfigError `invalid_contract` for another key, SchemaError `invalid_contract` for another mode.
 */
export function storedContract(contract: SchemaContract): Json {
  const stored =
    typeof contract === 'object' && contract !== null
      ? Object.fromEntries(
          Object.entries(contract)
            .filter(([, mode]) => mode !== undefined)
            .map(([key, mode]) => [snakeCase(key), mode]),
        )
      : contract
  const unknown = typeof stored === 'object' ? Object.keys(stored).find((key) => !ENTITIES.includes(key)) : undefined
  if (unknown !== undefined) {
    throw new ConfigError(`a schema contract says nothing of ${unknown}`, {
      code: 'invalid_contract',
      hint: 'Use tables, columns and dataType, or one mode for all three.',
    })
  }
  expandContract(stored)
  return stored
}
