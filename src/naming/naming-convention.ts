import { ConfigError, SchemaError } from '../errors/tolva-error.ts'
import { pythonStrip } from '../values/python-text.ts'
import { direct } from './direct.ts'
import { duckCase } from './duck-case.ts'
import type { Rule } from './identifier.ts'
import { s3Tables } from './s3-tables.ts'
import { shorten } from './shorten.ts'
import { snakeCase } from './snake-case.ts'
import { sqlCiV1 } from './sql-ci-v1.ts'
import { sqlCsV1 } from './sql-cs-v1.ts'

/** How names of the source become names at the destination. Every method gives names no longer than the limit. */
export interface NamingConvention {
  /** As stored in a schema (`snake_case`). */
  readonly name: string
  readonly caseSensitive: boolean
  /** Between the parts of a path. */
  readonly separator: string
  /** In code points; undefined where there is no limit. */
  readonly maxLength: number | undefined
  /** One name of a column. Throws SchemaError `empty_identifier` for a blank one. */
  normalizeIdentifier(identifier: string): string
  /** One name of a table, dataset or schema. */
  normalizeTableIdentifier(identifier: string): string
  /** A name that may be a path (`a__b`): each part is normalized. */
  normalizePath(path: string): string
  normalizeTablesPath(path: string): string
  /** Joins parts as they are, leaving out blank ones. */
  makePath(...parts: readonly string[]): string
  /** Splits a path, leaving out blank parts. */
  breakPath(path: string): string[]
  /** Joins parts that are normalized already, and shortens what comes out. */
  shortenFragments(...parts: readonly string[]): string
}

const RULES: readonly Rule[] = [snakeCase, sqlCsV1, sqlCiV1, duckCase, direct, s3Tables]

/** Names that each convention remembers per method; then it starts anew. */
const REMEMBERED = 10_000

function remember(compute: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const result = compute(text)
    if (known.size >= REMEMBERED) known.clear()
    known.set(text, result)
    return result
  }
}

function limitOf(rule: Rule, maxLength: number | undefined): number | undefined {
  if (rule.maxLength === undefined) return maxLength || undefined
  if (maxLength !== undefined && maxLength > rule.maxLength) {
    throw new ConfigError(`${rule.name} allows identifiers of at most ${rule.maxLength} characters, not ${maxLength}`, {
      code: 'identifier_limit_too_long',
      hint: `Set the destination's identifier limit to ${rule.maxLength} or less.`,
    })
  }
  return maxLength || rule.maxLength
}

/**
 * The naming convention of that name: snake_case, sql_cs_v1, sql_ci_v1, duck_case, direct or s3_tables. `maxLength` in code points
 * (absent or 0: none). Throws ConfigError `unknown_naming_convention`. Keep the instance: it remembers names.
 */
export function namingConvention(name: string, maxLength?: number): NamingConvention {
  const rule = RULES.find((known) => known.name === name)
  if (rule === undefined) {
    throw new ConfigError(`There is no naming convention "${name}"`, {
      code: 'unknown_naming_convention',
      hint: `Set schema.naming to one of ${RULES.map((known) => known.name).join(', ')}.`,
    })
  }
  return conventionOf(rule, limitOf(rule, maxLength))
}

function conventionOf(rule: Rule, limit: number | undefined): NamingConvention {
  const makePath = (...parts: readonly string[]): string => parts.filter((part) => !isBlank(part)).join(rule.separator)
  const breakPath = (path: string): string[] => path.split(rule.separator).filter((part) => !isBlank(part))
  const normalizeIdentifier = remember((identifier) => {
    const trimmed = trimIdentifier(identifier)
    const short = shorten(rule.normalize(trimmed), trimmed, limit)
    return rule.finish?.(short) ?? short
  })
  const normalizeTableIdentifier = (identifier: string): string => {
    const normalized = normalizeIdentifier(identifier)
    return rule.finishTable?.(normalized) ?? normalized
  }
  return {
    name: rule.name,
    caseSensitive: rule.caseSensitive,
    separator: rule.separator,
    maxLength: limit,
    normalizeIdentifier,
    normalizeTableIdentifier,
    normalizePath: remember((path) => shorten(makePath(...breakPath(path).map(normalizeIdentifier)), path, limit)),
    normalizeTablesPath: remember((path) =>
      shorten(makePath(...breakPath(path).map(normalizeTableIdentifier)), path, limit),
    ),
    makePath,
    breakPath,
    shortenFragments(...parts) {
      const path = makePath(...parts)
      return shorten(path, path, limit)
    },
  }
}

const isBlank = (text: string): boolean => pythonStrip(text) === ''

function trimIdentifier(identifier: string): string {
  const trimmed = pythonStrip(identifier)
  if (trimmed !== '') return trimmed
  throw new SchemaError('A name is empty or blank', {
    code: 'empty_identifier',
    hint: 'Give the table or column a name, or rename the field with map().',
  })
}
