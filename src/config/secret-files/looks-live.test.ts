import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { looksLive } from './looks-live.ts'

describe('what looks like a secret', () => {
  test.each([
    'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
    'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
    'github_pat_11ABCDEFG0abcdefghij_KLMNOP',
    'xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy',
    'AKIAIOSFODNN7EXAMPLE',
    'AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY',
    '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',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc',
    'd41d8cd98f00b204e9800998ecf8427e',
    '123e4567-e89b-12d3-a456-426614174000',
    'postgresql://loader:hunter2@localhost/db',
    'https://me:pass@host/',
    'https://api.example.com/?api_key=hunter2',
    'Bearer abcdefghijk',
    'Authorization: Basic dXNlcjpwYXNz',
    'Server=x;Password=hunter2;',
    '-----BEGIN RSA PRIVATE KEY-----',
  ])('%s', (text) => expect(looksLive(text)).toBe(true))

  test('nearly every token that a program makes', () => {
    const made = Array.from({ length: 400 }, (_, at) => randomBytes(24).toString(at % 2 === 0 ? 'base64' : 'base64url'))
    expect(made.filter(looksLive).length).toBeGreaterThan(380)
  })
})

describe('what does not', () => {
  test.each([
    'chatbot_data_2024_v2',
    'key_performance_indicators',
    'secret-santa-participants',
    'keyword_planner_campaigns',
    'MyCompanyDataLakeEvents',
    'skateboard_sales_data',
    's3://my-company-data-lake/raw/events/2024-01-01',
    'https://api.example.com/v1/users?per_page=100',
    'https://storage.googleapis.com/bucket-name/folder',
    '2024-01-01T00:00:00.000Z',
    'eu-central-1',
    'loader@my-project-123456.iam.gserviceaccount.com',
    'the Developer Access Token of your account',
    'postgresql://localhost:5432/dlt_data',
    'data[*].conversation_members',
  ])('%s', (text) => expect(looksLive(text)).toBe(false))
})
