import { describe, expect, test } from 'vitest'
import { type ColumnToJudge, personalData } from './personal-data.ts'

function judged(column: Partial<ColumnToJudge> & { readonly name: string }, texts: readonly string[] = []) {
  return personalData({ table: 'things', kind: 'text', filled: 100, ...column }, texts)
}

const many = (make: (i: number) => string) => Array.from({ length: 50 }, (_, i) => make(i))

describe('data about people', () => {
  test.for([
    ['email', many((i) => `ana.${i}@example.com`)],
    ['phone', many((i) => `+49 30 ${1_000_000 + i}`)],
    ['phone', many((i) => `(555) 010-${1000 + i}`)],
    ['ip', many((i) => `192.0.2.${i}`)],
    ['ip', many((i) => `2001:db8::${i + 10}:1`)],
    ['iban', ['DE89 3704 0044 0532 0130 00', 'GB82WEST12345698765432']],
    ['card', ['4111111111111111', '5555 5555 5555 4444', '378282246310005']],
    ['national id', ['078-05-1120', '219-09-9999']],
    ['national id', ['RSSMRA85T10A562S']],
  ] as const)('are known by their values: %s', ([kind, texts]) => {
    expect(judged({ name: 'value' }, texts)).toMatchObject({ kind, why: expect.stringContaining('values looked at') })
  })

  test('are found inside of longer texts', () => {
    const texts = ['Hello', 'write to ana@example.com please', 'or to bo@example.org.', 'thanks']
    expect(judged({ name: 'message' }, texts)).toEqual({
      kind: 'email',
      why: '2 of 4 values looked at hold e-mail addresses',
    })
  })

  test('are not seen in one address among many texts, nor in addresses of repositories', () => {
    expect(judged({ name: 'message' }, ['a', 'b', 'c@d.org'])).toBeUndefined()
    expect(
      judged(
        { name: 'remote' },
        many((i) => `ssh://git@github.com/owner/${i}`),
      ),
    ).toBeUndefined()
  })

  test.for([
    ['users', 'default_name', 'name'],
    ['orders', 'customer_name', 'name'],
    ['people', 'firstName', 'name'],
    ['users', 'attributes__phone', 'phone'],
    ['orders', 'shipping_address', 'address'],
    ['users', 'address', 'address'],
  ] as const)('are suspected by name: %s.%s', ([table, name, kind]) => {
    expect(judged({ table, name }, ['x'])).toEqual({ kind, why: `its name: ${name}` })
  })

  test('of other types are suspected by name where the type fits', () => {
    expect(judged({ name: 'date_of_birth', kind: 'date' })).toMatchObject({ kind: 'birth date' })
    expect(judged({ name: 'latitude', kind: 'double' })).toMatchObject({ kind: 'place' })
    expect(judged({ name: 'email', kind: 'bool' })).toBeUndefined()
    expect(judged({ name: 'phone_number', kind: 'timestamp' })).toBeUndefined()
  })

  test('are not suspected in a column without a value', () => {
    expect(judged({ name: 'email', filled: 0 })).toBeUndefined()
  })
})

describe('no alarm', () => {
  test.for([
    ['ids of digits', 'id', many((i) => String(1_700_000_000 + i * 7919))],
    [
      'ids as long as a card, some with a check digit that holds',
      'order_id',
      many((i) => String(4_000_000_000_000_000 + i * 7)),
    ],
    ['ids in hexadecimal', 'id', many((i) => `5c486cee7ca3fb33${(1e7 + i).toString(16).padStart(8, '0')}`)],
    ['uuids', 'user_id', many((i) => `00d07609-2332-47b6-a27e-${String(1e11 + i)}`)],
    ['dates', 'day', many((i) => `2026-01-${String((i % 28) + 1).padStart(2, '0')}`)],
    ['times', 'at', many((i) => `2026-01-01 10:${String(i).padStart(2, '0')}:00`)],
    ['versions', 'version', many((i) => `1.2.${i}`)],
    ['numbers with blanks', 'amount', many((i) => `${i} 000`)],
    ['names of files', 'file_name', many((i) => `report-${i}.csv`)],
    ['names of products', 'name', many((i) => `Story ${i}`)],
    ['templates of e-mails', 'email_template', many((i) => `welcome-${i}`)],
    ['counts of e-mails', 'emails_sent', many((i) => String(i))],
  ] as const)('is given about %s', ([, name, texts]) => {
    expect(judged({ name, table: 'stories' }, texts)).toBeUndefined()
  })
})
