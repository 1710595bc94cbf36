/** A statement that PostgreSQL takes and Redshift does not, with what Redshift's documentation has against it. */
interface Refused {
  readonly pattern: RegExp
  readonly why: string
}

const NAME = String.raw`(?:"[^"]*"|[\w$#]+)(?:\.(?:"[^"]*"|[\w$#]+))*`

const ALWAYS: readonly Refused[] = [
  { pattern: /\bON CONFLICT\b/i, why: 'ON CONFLICT is not supported' },
  { pattern: /\bRETURNING\b/i, why: 'RETURNING is not supported' },
  { pattern: new RegExp(`^DELETE FROM ${NAME}\\s+(?!WHERE\\b|USING\\b)\\S`, 'i'), why: 'DELETE takes no alias' },
  { pattern: /^ALTER TABLE [^;]*\bADD (COLUMN )?[^;]*,\s*ADD\b/i, why: 'ALTER TABLE adds one column' },
  {
    pattern: /^ALTER TABLE [^;]*\bADD (COLUMN )?(?!.*\bDEFAULT\b).*\bNOT NULL\b/i,
    why: 'ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression',
  },
  { pattern: /^ALTER TABLE [^;]*\b(SET|DROP) NOT NULL\b/i, why: 'ALTER COLUMN SET NOT NULL is not supported' },
  {
    pattern: /^ALTER TABLE [^;]*\bALTER (COLUMN )?\S+ TYPE (?!varchar)/i,
    why: 'only columns of type varchar can be altered',
  },
  { pattern: /^CREATE (UNIQUE )?INDEX\b/i, why: 'CREATE INDEX is not supported' },
  { pattern: /^CREATE (OR REPLACE )?TEMP(ORARY)? VIEW\b/i, why: 'temporary views are not supported' },
  { pattern: /\bON COMMIT (DROP|DELETE)\b/i, why: 'ON COMMIT is not supported' },
  { pattern: /\bpg_temp\b/i, why: 'temporary tables have no schema' },
  { pattern: /\bUNLOGGED\b/i, why: 'UNLOGGED is not supported' },
  { pattern: /\bpg_(try_)?advisory\w*/i, why: 'there are no advisory locks' },
  { pattern: /^(SAVEPOINT|RELEASE|ROLLBACK TO)\b/i, why: 'savepoints are not supported' },
  {
    pattern: /^SET LOCAL\b|\block_timeout\b|^SET (standard_conforming_strings|bytea_output)\b/i,
    why: 'no such parameter',
  },
  { pattern: /^LOCK TABLE [^;]*\bIN .* MODE\b/i, why: 'LOCK takes no mode' },
  { pattern: /\b(jsonb|bytea|timestamptz\(\d\)|timestamp\(\d\)|uuid)\b(?! varying)/i, why: 'no such type' },
  { pattern: /\bIS (NOT )?DISTINCT FROM\b/i, why: 'IS DISTINCT FROM is not supported' },
  { pattern: /\bNO SCROLL\b/i, why: 'DECLARE takes a plain cursor' },
  { pattern: /\bFILTER \(WHERE\b/i, why: 'FILTER is not supported' },
  { pattern: /\bFROM STDIN\b/i, why: 'COPY reads from files only' },
  { pattern: /^MERGE INTO \S+ AS\b/i, why: 'the target of MERGE takes no alias' },
  { pattern: /^MERGE [^;]*WHEN (NOT )?MATCHED AND\b/i, why: 'MERGE takes no conditions behind MATCHED' },
  { pattern: /^MERGE (?![^;]*WHEN NOT MATCHED)/i, why: 'MERGE needs WHEN NOT MATCHED' },
  { pattern: /numeric\((39|[4-9]\d|\d{3})/i, why: 'numeric precision must be at most 38' },
  {
    pattern: /varchar\((6553[6-9]|655[4-9]\d|65[6-9]\d\d|6[6-9]\d{3}|[7-9]\d{4}|\d{6,})\)/i,
    why: 'length for type varchar cannot exceed 65535',
  },
]

const IN_TRANSACTION: readonly Refused[] = [
  {
    pattern: /^ALTER TABLE [^;]*\bALTER (COLUMN )?\S+ TYPE\b/i,
    why: 'ALTER COLUMN cannot run inside a transaction block',
  },
  { pattern: /^TRUNCATE\b/i, why: 'TRUNCATE would commit the transaction' },
]

/** Why Redshift refuses a statement; undefined: it takes it, as far as is known here. Texts within it do not count. */
export function refusal(sql: string, inTransaction: boolean): string | undefined {
  const bare = sql.replaceAll(/'(?:[^'\\]|''|\\.)*'/g, "''").trim()
  const rules = inTransaction ? [...ALWAYS, ...IN_TRANSACTION] : ALWAYS
  return rules.find(({ pattern }) => pattern.test(bare))?.why
}
