import { checkReplaceStrategy } from '../replace-strategy.ts'
import { postgresCapabilities } from './capabilities.ts'
import type { PostgresOptions } from './index.ts'

type Stored = Readonly<Record<string, string>>

/** What makes a destination again by name; credentials are looked up anew. */
export function storedOptions(options: PostgresOptions): Stored {
  const { name, createIndexes, replaceStrategy, lockTimeout, statementTimeout } = options
  return {
    ...(name !== undefined && { name }),
    ...(createIndexes !== undefined && { createIndexes: String(createIndexes) }),
    ...(replaceStrategy !== undefined && { replaceStrategy }),
    ...(lockTimeout !== undefined && { lockTimeout: String(lockTimeout) }),
    ...(statementTimeout !== undefined && { statementTimeout: String(statementTimeout) }),
  }
}

/** The options that such texts stand for. */
export function optionsOf({ name, createIndexes, lockTimeout, statementTimeout, ...stored }: Stored): PostgresOptions {
  const replaceStrategy = checkReplaceStrategy(stored.replaceStrategy, postgresCapabilities)
  return {
    ...(name !== undefined && { name }),
    ...(createIndexes !== undefined && { createIndexes: createIndexes === 'true' }),
    ...(replaceStrategy !== undefined && { replaceStrategy }),
    ...(lockTimeout !== undefined && { lockTimeout: Number(lockTimeout) }),
    ...(statementTimeout !== undefined && { statementTimeout: Number(statementTimeout) }),
  }
}
