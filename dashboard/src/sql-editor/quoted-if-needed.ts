/** A name as it stands in SQL: in quotes where it is no plain word. */
export function quotedIfNeeded(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`
}

const RESERVED = new Set(
  'all and any as asc case cast desc distinct else end from group having in into join like limit not null on or order select table then to union user using when where with'.split(
    ' ',
  ),
)
