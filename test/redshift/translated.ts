/** A statement of Redshift as one that PostgreSQL runs in its place, once it is known that Redshift takes it. */
export function translated(sql: string, caseSensitive: boolean): string {
  const parts = sql.split(/('(?:[^'\\]|''|\\.)*')/)
  return parts.map((part, index) => (index % 2 === 1 ? part : outsideTexts(part, caseSensitive))).join('')
}

function outsideTexts(sql: string, caseSensitive: boolean): string {
  const folded = caseSensitive ? sql : sql.replaceAll(/"(?:[^"]|"")*"/g, (name) => name.toLowerCase())
  return folded
    .replaceAll(/\bDISTSTYLE (KEY|ALL|EVEN|AUTO)\b/gi, '')
    .replaceAll(/\b(DISTKEY|(COMPOUND )?SORTKEY) \([^)]*\)/gi, '')
    .replaceAll(/\bENCODE \w+/gi, '')
    .replaceAll(/\bvarchar\(max\)/gi, 'varchar(65535)')
    .replaceAll(/\bvarbinary\(\d+\)/gi, 'varbinary')
    .replaceAll(/\binformation_schema\.columns\b/gi, 'pg_catalog.redshift_columns')
    .replaceAll(/^SET enable_case_sensitive_identifier TO \w+/gi, 'SELECT 1')
}

/** What a database must have to be one of Redshift's, as far as loads need it. Run by a superuser. */
export const SETUP = `
SET allow_system_table_mods = on;
CREATE DOMAIN pg_catalog.super AS jsonb;
CREATE DOMAIN pg_catalog.varbinary AS bytea;
CREATE FUNCTION pg_catalog.json_parse(text) RETURNS pg_catalog.super LANGUAGE sql IMMUTABLE AS 'SELECT $1::jsonb';
CREATE FUNCTION pg_catalog.from_hex(text) RETURNS pg_catalog.varbinary LANGUAGE sql IMMUTABLE AS 'SELECT decode($1, ''hex'')';
CREATE FUNCTION pg_catalog.redshift_refuses(text) RETURNS int LANGUAGE plpgsql AS
  'BEGIN RAISE EXCEPTION USING MESSAGE = $1, ERRCODE = ''0A000''; END';
CREATE VIEW pg_catalog.svv_redshift_schemas AS SELECT schema_name::text FROM information_schema.schemata;
CREATE VIEW pg_catalog.redshift_columns AS SELECT table_schema::text, table_name::text, column_name::text, ordinal_position::int,
  CASE domain_name WHEN 'super' THEN 'super' WHEN 'varbinary' THEN 'binary varying' ELSE data_type END::text AS data_type,
  character_maximum_length::int, numeric_precision::int, numeric_scale::int, is_nullable::text FROM information_schema.columns;
`

/** Settings of the database itself: a backslash begins an escape, as in the PostgreSQL that Redshift comes from. */
export const settingsOf = (database: string): string =>
  `ALTER DATABASE "${database}" SET standard_conforming_strings = off; ALTER DATABASE "${database}" SET escape_string_warning = off`
