import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardReadOnly } from './sql-guard.ts'

test.each([
  'select * from users',
  "SELECT count(*) FROM chatbot_data.users WHERE name = 'a; drop table users';",
  'with a as (select 1 as x) select * from a',
  'from users select id limit 3',
  "values (1, 'x.csv')",
  'show tables',
  'describe users',
  'explain analyze select 1',
  'summarize users',
  'pivot users on kind using count(*)',
  '(select 1) union all (select 2)',
  'select \'insert into\' as "delete" -- drop table\n from users',
  'select /* ; delete from users */ 1',
  "select e'it\\'s; drop' from users",
  'select $$ ; drop table users $$',
  "select * from users where a is distinct from 'x.csv'",
  "select extract(year from '2024-01-01'::date)",
  "select * from users a join tags b on a.id = b.id and b.kind = 'x.csv' where a.id in ('a', 'b')",
  'select update, "delete" from users',
  'select a.json, b.csv from users a, tags b',
  "select replace(name, 'a', 'b') from users",
  'select x from (values (1), (2)) as t(x)',
])('reads: %s', (sql) => {
  expect(() => guardReadOnly(sql)).not.toThrow()
})

test.each([
  ['', 'it is empty'],
  ['-- nothing', 'it is empty'],
  ['insert into users values (1)', 'begins with INSERT'],
  ['select 1; drop table users', 'more than one statement'],
  ['select 1;;/* */ delete from users', 'more than one statement'],
  ['with a as (delete from users returning *) select * from a', 'holds DELETE'],
  ['with a as (select 1) insert into users select * from a', 'holds'],
  ['with a as (select 1) delete from users', 'holds DELETE'],
  ['select * into copy_of_users from users', 'holds INTO'],
  ['explain analyze delete from users', 'explains DELETE'],
  ["copy users to 'x.csv'", 'begins with COPY'],
  ["attach 'x.db'", 'begins with ATTACH'],
  ['install httpfs', 'begins with INSTALL'],
  ['load httpfs', 'begins with LOAD'],
  ['set memory_limit = 1', 'begins with SET'],
  ['pragma enable_profiling', 'begins with PRAGMA'],
  ['call pragma_version()', 'begins with CALL'],
  ["select * from read_csv('x.csv')", 'read_csv()'],
  ['select * from "read_csv"(\'x.csv\')', 'read_csv()'],
  ["select * from 'x'.read_text()", 'read_text()'],
  ["select * from sqlite_scan('x', 'y')", 'sqlite_scan()'],
  ["select getenv('HOME')", 'getenv()'],
  ["select * from query('drop table users')", 'query()'],
  ["select * from 'x.csv'", 'read as a file'],
  ["select * from users, 'x.csv'", 'read as a file'],
  ["select * from users u join tags t on u.id = t.id, 'x.csv'", 'read as a file'],
  ["select * from ('x.csv')", 'read as a file'],
  ["from 'https://example.com/x'", 'read as a file'],
  ["summarize 'x.csv'", 'read as a file'],
  ["describe 'x.csv'", 'read as a file'],
  ["pivot 'x.csv' on a", 'read as a file'],
  ['select * from "x.csv"', 'read as a file'],
  ['select * from "/etc/passwd"', 'read as a file'],
  ['select * from data.csv', 'read as a file'],
  ["select exists(from 'x.csv')", 'read as a file'],
  ["select (select count(*) from 'x.csv')", 'read as a file'],
  ["select max((select 1 from 'x.csv'))", 'read as a file'],
  ["select 'a", 'a quote does not end'],
  ['select 1 /* a', 'a comment does not end'],
  ['select 1 /* /* */ drop */', 'comments are nested'],
  ['select $$a', 'does not end'],
])('refuses: %s', (sql, reason) => {
  expect(() => guardReadOnly(sql)).toThrow(reason)
})

test('files may be allowed, writes never', () => {
  expect(() => guardReadOnly("select * from 'x.csv', read_csv('y')", { files: true })).not.toThrow()
  expect(() => guardReadOnly("copy users to 'x.csv'", { files: true })).toThrow('begins with COPY')
})

test('whatever stands in a string or quoted name never counts as SQL', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => guardReadOnly(`select '${text.replaceAll("'", "''")}' from users`)).not.toThrow()
      expect(() => guardReadOnly(`select "${text.replaceAll('"', '""')}" from users`)).not.toThrow()
    }),
  )
})
