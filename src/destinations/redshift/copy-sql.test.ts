import { expect, test } from 'vitest'
import { Secret } from '../../config/secret.ts'
import { type Copied, copySql, manifestText } from './copy-sql.ts'

const copied: Copied = {
  target: '"d"."t"',
  columns: ['id', 'a"b'],
  format: 'jsonl',
  url: 's3://stage/d/t/1.0.a.jsonl.gz.manifest',
  hasJson: false,
}
const bucket = {
  credentials: {
    kind: 's3',
    accessKeyId: 'AKIA',
    secretAccessKey: new Secret("s'e\\cret"),
    regionName: 'eu-central-1',
  },
} as const

test('lines are copied by the names of their keys, with the keys of the bucket and its region', () => {
  expect(copySql(copied, { bucket, options: {} })).toBe(
    `COPY "d"."t" ("id", "a""b") FROM 's3://stage/d/t/1.0.a.jsonl.gz.manifest' ` +
      `CREDENTIALS 'aws_access_key_id=AKIA;aws_secret_access_key=s''e\\\\cret' ` +
      `FORMAT AS JSON 'auto' DATEFORMAT 'auto' TIMEFORMAT 'auto' GZIP REGION AS 'eu-central-1' MANIFEST`,
  )
})

test('Parquet takes neither a list of columns nor a region, and documents of it are parsed', () => {
  const parquet = { ...copied, format: 'parquet', hasJson: true } as const
  const session = { credentials: { ...bucket.credentials, sessionToken: new Secret('tok') } }
  expect(copySql(parquet, { bucket: session, options: {} })).toBe(
    `COPY "d"."t" FROM 's3://stage/d/t/1.0.a.jsonl.gz.manifest' ` +
      `CREDENTIALS 'aws_access_key_id=AKIA;aws_secret_access_key=s''e\\\\cret;token=tok' FORMAT AS PARQUET SERIALIZETOJSON MANIFEST`,
  )
})

test('a role takes the place of keys, and further options stand at the end', () => {
  const options = { iamRole: 'arn:aws:iam::1:role/r', more: ['STATUPDATE OFF', 'COMPUPDATE OFF'] }
  expect(copySql({ ...copied, format: 'parquet' }, { bucket, options })).toBe(
    `COPY "d"."t" FROM 's3://stage/d/t/1.0.a.jsonl.gz.manifest' IAM_ROLE 'arn:aws:iam::1:role/r' FORMAT AS PARQUET MANIFEST STATUPDATE OFF COMPUPDATE OFF`,
  )
  expect(copySql({ ...copied, format: 'parquet' }, { bucket: {}, options: {} })).toContain(' IAM_ROLE default ')
})

test('a manifest names each file as mandatory, with its size', () => {
  expect(manifestText([{ url: 's3://stage/a', bytes: 5 }])).toBe(
    '{"entries":[{"url":"s3://stage/a","mandatory":true,"meta":{"content_length":5}}]}',
  )
})
