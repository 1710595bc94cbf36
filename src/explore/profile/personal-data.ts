import type { DataType } from '../../values/kinds.ts'
import { ibanHolds, luhnHolds } from './check-digits.ts'
import { nameKind } from './personal-names.ts'
import type { PersonalData } from './table-profile.ts'

export interface ColumnToJudge {
  readonly table: string
  readonly name: string
  readonly kind: DataType
  /** Values that are not null. */
  readonly filled: number
}

interface ValueKind {
  readonly kind: string
  /** `e-mail addresses` */
  readonly what: string
  readonly test: (text: string) => boolean
  /** Finds one inside of a longer text. Absent: only whole values count. */
  readonly inside?: (text: string) => boolean
}

/** So large a share of the values must look like it. */
const SHARE = 0.8
/** Inside of texts so many values must hold one. */
const INSIDE = 2
const EMAIL = /^[\w.+'-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}$/i
const EMAIL_INSIDE = /(?<![\w/:.])[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}(?![\w/])/i
const PHONE = /^(\+|00|\()[\d\s()./-]{6,22}$|^\d{2,5}[ /-]\(?\d{2,5}\)?([ -]\d{2,5}){1,3}$/
const PHONE_INSIDE = /(?<![\w+])\+\d{1,3}[ -]?\(?\d{2,4}\)?([ -]?\d{2,4}){2,4}(?!\d)/
const DATE = /^\d{4}[-/]\d\d?[-/]\d\d?|^\d\d?[-/]\d\d?[-/]\d{4}/
const IP4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/
const IP6 = /^(?=.*:.*:)[\da-f]{0,4}(:[\da-f]{0,4}){2,7}$/i
const CARD =
  /^(4\d{12}(\d{3}){0,2}|5[1-5]\d{14}|2(2[2-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(011|5\d\d)\d{12}|35\d{14})$/
const IBAN = /^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/
const SSN = /^(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}$/
const TAX_CODE = /^[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]$/
const INSURANCE = /^(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]$/

/** By what values look like. Numbers that are ids look like a card or a phone by chance: those need more than digits. */
const VALUE_KINDS: readonly ValueKind[] = [
  {
    kind: 'email',
    what: 'e-mail addresses',
    test: (text) => EMAIL.test(text),
    inside: (text) => EMAIL_INSIDE.test(text),
  },
  { kind: 'ip', what: 'IP addresses', test: isIp },
  { kind: 'iban', what: 'bank account numbers (IBAN)', test: isIban },
  { kind: 'card', what: 'card numbers with a valid check digit', test: isCard },
  { kind: 'national id', what: 'numbers of people at an authority', test: isNationalId },
  { kind: 'phone', what: 'telephone numbers', test: isPhone, inside: (text) => PHONE_INSIDE.test(text) },
]

/** What looks like data about people in a column: by its values, else by its name. */
export function personalData(column: ColumnToJudge, texts: readonly string[]): PersonalData | undefined {
  const values = texts.filter((text) => text.trim() !== '').map((text) => text.trim())
  const byValues = judgedByValues(values)
  if (byValues !== undefined) return byValues
  // A name says nothing where there is no value, and flags or times about something are not the thing itself.
  if (column.filled === 0) return undefined
  const byName = nameKind(column.table, column.name, column.kind)
  return byName === undefined ? undefined : { kind: byName, why: `its name: ${column.name}` }
}

function judgedByValues(values: readonly string[]): PersonalData | undefined {
  if (values.length === 0) return undefined
  for (const { kind, what, test } of VALUE_KINDS) {
    const count = values.filter(test).length
    if (count > 0 && count / values.length >= SHARE)
      return { kind, why: `${said(count, values.length)} look like ${what}` }
  }
  for (const { kind, what, inside } of VALUE_KINDS) {
    const count = inside === undefined ? 0 : values.filter(inside).length
    if (count >= INSIDE) return { kind, why: `${said(count, values.length)} hold ${what}` }
  }
  return undefined
}

function said(count: number, all: number): string {
  return count === all ? `all ${all} values looked at` : `${count} of ${all} values looked at`
}

function isIp(text: string): boolean {
  return IP4.test(text) || (IP6.test(text) && text.length > 6)
}

function isIban(text: string): boolean {
  const plain = text.replaceAll(' ', '').toUpperCase()
  return IBAN.test(plain) && ibanHolds(plain)
}

function isCard(text: string): boolean {
  const plain = text.replace(/[ -]/g, '')
  return CARD.test(plain) && luhnHolds(plain)
}

function isNationalId(text: string): boolean {
  return SSN.test(text) || TAX_CODE.test(text) || INSURANCE.test(text)
}

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length
  return PHONE.test(text) && digits >= 7 && digits <= 15 && !DATE.test(text) && !isIp(text) && !SSN.test(text)
}
