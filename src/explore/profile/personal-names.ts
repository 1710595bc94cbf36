import type { DataType } from '../../values/kinds.ts'

/** Tables of people: a `name` there is somebody's. */
const PEOPLE =
  /(^|_)(users?|customers?|people|persons?|contacts?|members?|employees?|authors?|leads?|patients?|students?|guests?|visitors?|agents?|subscribers?|owners?|clients?|profiles?|accounts?|staff|recipients?|senders?|attendees?|applicants?|passengers?)(_|$)/

const TEXT: readonly DataType[] = ['text', 'json']
const PLACES: readonly DataType[] = ['double', 'decimal', 'text']
const DATES: readonly DataType[] = ['date', 'timestamp', 'text']
const NUMBERS: readonly DataType[] = ['text', 'bigint', 'decimal']

interface NameKind {
  readonly kind: string
  /** Of the column's name in lower case, words apart by `_`. */
  readonly name: RegExp
  readonly types: readonly DataType[]
}

const word = (words: string) => new RegExp(`(^|_)(${words})$`)

/** The last words of a column's name count: `email_template` is no address of anybody. */
const NAME_KINDS: readonly NameKind[] = [
  { kind: 'email', name: word('e_?mail|mail_address|e_?mail_address|e_?mails?'), types: TEXT },
  {
    kind: 'phone',
    name: word('phone|phone_number|telephone|tel|mobile|mobile_number|cell_phone|fax|msisdn|whatsapp'),
    types: NUMBERS,
  },
  { kind: 'ip', name: word('ip|ip_address|ipaddress|remote_addr|client_ip|ip_addr'), types: TEXT },
  {
    kind: 'name',
    name: word(
      'first_?name|last_?name|full_?name|given_?name|family_?name|sur_?name|middle_?name|maiden_?name|nick_?name|vorname|nachname|name_first|name_last',
    ),
    types: TEXT,
  },
  {
    kind: 'address',
    name: word(
      'street|street_address|address_line_?\\d?|postal_address|home_address|billing_address|shipping_address|postcode|postal_code|zip|zip_?code|address_?1|address_?2',
    ),
    types: NUMBERS,
  },
  { kind: 'birth date', name: word('birth_?date|date_of_birth|dob|birth_?day|geburtsdatum'), types: DATES },
  {
    kind: 'national id',
    name: word(
      'ssn|social_security_number|national_id|passport|passport_number|tax_id|driver_?s?_?licen[cs]e(_number)?|nino|bsn|pesel|cpf|dni|nif',
    ),
    types: NUMBERS,
  },
  { kind: 'iban', name: word('iban|bank_account|account_iban'), types: TEXT },
  { kind: 'card', name: word('card_number|credit_card|cc_number|pan'), types: NUMBERS },
  { kind: 'place', name: word('latitude|longitude|lat|lng|lon|geo_?location'), types: PLACES },
  { kind: 'gender', name: word('gender|sex'), types: TEXT },
  {
    kind: 'secret',
    name: word('password|passwd|password_hash|api_key|access_token|refresh_token|secret'),
    types: TEXT,
  },
]

/** What a column's name says of people; undefined where it says nothing, or its type is not that of the thing. */
export function nameKind(table: string, column: string, type: DataType): string | undefined {
  const name = plain(column)
  const found = NAME_KINDS.find((one) => one.name.test(name) && one.types.includes(type))
  if (found !== undefined) return found.kind
  const [last, before = ''] = [name.split('_').at(-1), name.split('_').at(-2)]
  if (!TEXT.includes(type)) return undefined
  if (last === 'address' && (before === '' || PEOPLE.test(before) || PEOPLE.test(plain(table)))) return 'address'
  if (last !== 'name' && last !== 'username') return undefined
  // `name` alone, or of a person: `default_name` of ChatBot's users, `customer_name` of an order; no `file_name`.
  const isOfPerson =
    PEOPLE.test(before) ||
    (['', 'default', 'display', 'user', 'real', 'contact'].includes(before) && PEOPLE.test(plain(table)))
  return isOfPerson ? 'name' : undefined
}

/** `attributes__defaultName` → `attributes_default_name` */
function plain(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '')
}
