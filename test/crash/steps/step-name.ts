import { isAbsolute, relative, resolve, sep } from 'node:path'

/**
 * A file as steps name it: below the folder of the run, without what differs from run to run. Undefined: it lies elsewhere.
 *
 * @example
 * `data/pipelines/p/packages/1795633868.57/manifest.json.0a1b2c3d4e5f.tmp` → `packages/*\/manifest.json.tmp`
 */
export function fileInStep(root: string, path: string): string | undefined {
  const inside = relative(root, resolve(path))
  if (inside.startsWith('..') || isAbsolute(inside)) return undefined
  return inside
    .split(sep)
    .join('/')
    .replace(/^data\/pipelines\/[^/]+\/?/, '')
    .replaceAll(/\d{9,}\.\d+/g, '*')
    .replaceAll(/\.[0-9a-f]{12}\.tmp/g, '.tmp')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d.-]+Z/g, '*')
    .replace(/(files\/)[^/]+?(\.\w+)?$/, '$1*$2')
    .replaceAll(/\b[0-9a-f]{8,}\b/g, '*')
    .replaceAll(/\d+/g, '0')
}

const CHANGES =
  /^\s*(BEGIN|COMMIT|ROLLBACK|CREATE|ALTER|INSERT|DELETE|UPDATE|DROP|MERGE|COPY|TRUNCATE|CHECKPOINT|VACUUM)\b/i

/** A statement as steps name it: what it does and to what kind of table. Undefined: it changes nothing. */
export function statementInStep(sql: string): string | undefined {
  if (!CHANGES.test(sql)) return undefined
  return sql
    .replaceAll(/\s+/g, ' ')
    .replace(/ (\(|AS |SELECT |VALUES|WHERE |SET |USING |FROM STDIN|ADD COLUMN).*$/s, '')
    .replaceAll('"', '')
    .replaceAll(/(?:\w+\.)*(\w+)/g, (_, name: string) => kindOfTable(name))
    .replaceAll(/\d+/g, '0')
    .trim()
    .slice(0, 90)
}

/** Data tables are all alike but for nested ones; words of SQL are upper case. */
function kindOfTable(name: string): string {
  if (name.startsWith('_dlt') || name === name.toUpperCase()) return name
  return name.includes('__') ? 'nested' : 'root'
}
