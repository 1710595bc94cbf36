import { expect, test } from 'vitest'
import { refusal } from './refusal.ts'

test.each([
  ['INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING', false],
  ['DELETE FROM "d"."t" AS x WHERE x.a = 1', false],
  ['ALTER TABLE "d"."t" ADD COLUMN "a" bigint, ADD COLUMN "b" bigint', false],
  ['ALTER TABLE "d"."t" ADD COLUMN "a" bigint NOT NULL', false],
  ['ALTER TABLE "d"."t" ALTER COLUMN "a" SET NOT NULL', false],
  ['ALTER TABLE "d"."t" ALTER COLUMN "a" TYPE numeric(38,9)', false],
  ['ALTER TABLE "d"."t" ALTER COLUMN "a" TYPE varchar(10)', true],
  ['TRUNCATE TABLE "d"."t"', true],
  ['CREATE UNIQUE INDEX i ON t (a)', false],
  ['CREATE TEMP TABLE x ON COMMIT DROP AS SELECT 1', false],
  ['CREATE TABLE t (a jsonb)', false],
  ['CREATE TABLE t (a numeric(156,78))', false],
  ['CREATE TABLE t (a varchar(65536))', false],
  ['SELECT pg_advisory_xact_lock(1)', false],
  ['MERGE INTO "d"."t" AS d USING s ON d.a = s.a WHEN NOT MATCHED THEN INSERT VALUES (1)', false],
])('the stand-in refuses %s (in a transaction: %s)', (sql, inTransaction) => {
  expect(refusal(sql, inTransaction)).toBeDefined()
})

test.each([
  `INSERT INTO t (a) VALUES ('x ON CONFLICT jsonb')`,
  'DELETE FROM "d"."t" WHERE EXISTS (SELECT 1 FROM s AS s WHERE s.a = "d"."t".a)',
  'ALTER TABLE "d"."t" ADD COLUMN "a" numeric(38,9)',
  'ALTER TABLE "d"."t" ALTER COLUMN "a" TYPE varchar(10)',
  'CREATE TEMP TABLE "x" AS SELECT * FROM "d"."t" LIMIT 0',
])('and takes %s', (sql) => {
  expect(refusal(sql, false)).toBeUndefined()
})
