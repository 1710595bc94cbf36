import { seededRandom } from './random.ts'

/** A user as ChatBot prints one: times have a blank instead of the T. */
export interface SandboxUser {
  readonly id: string
  readonly userId: string
  readonly banned: boolean
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>
  readonly conversations: number
  readonly createdAt: string
  readonly lastSeen: string
}

const NAMES = ['Ana', 'Bo', 'Chloé', 'Dmitri', 'Emre', 'Fatima', 'Göran', 'Hana', 'Iñigo', '淑芬']
const CITIES = ['Łódź', 'Lima', 'Kyoto', 'Tromsø', 'Nairobi', 'Quebec']
const LANGUAGES = ['en', 'pl', 'es', 'ja', 'de']
const FIRST_DAY = Date.UTC(2019, 0, 23, 13, 32, 30, 163)
const MINUTE = 60_000

/** Every so many users one is different in each revision. */
const REVISED = 5

/** Made-up users, newest first as the API lists them; the same for the same seed, and more of them begin with the same ones. */
export function makeUsers(count: number, seed: number, revision = 0): readonly SandboxUser[] {
  const random = seededRandom(seed)
  const changes = (index: number) => (index % REVISED === 0 ? revision : 0)
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)]
  return Array.from({ length: count }, (_, index) => {
    const created = FIRST_DAY + index * 37 * MINUTE
    const name = `${pick(NAMES)} ${index + 1}`
    return {
      id: userId(created, index),
      userId: uuid(random),
      banned: random() < 0.02,
      attributes: {
        default_email: random() < 0.7 ? `user${index + 1}@example.com` : null,
        default_name: name,
        default_url: `https://example.com/people/${index + 1}`,
        // No user of this tenant has one: a field that is null everywhere.
        default_avatar: null,
        default_language: pick(LANGUAGES) ?? null,
        default_timezone: random() < 0.5 ? 'Europe/Warsaw' : null,
        default_gender: null,
        default_ip: `192.0.2.${index % 250}`,
        default_city: pick(CITIES) ?? null,
        default_region: null,
        default_country: null,
        default_referrer: null,
        default_username: random() < 0.3 ? name.toLowerCase().replaceAll(' ', '.') : null,
        // The tenant's own.
        ...(random() < 0.6 ? { 'Plan Tier': pick(['free', 'team', 'business']) ?? null } : {}),
        ...(random() < 0.4 ? { loyaltyPoints: Math.floor(random() * 1000) } : {}),
        ...(random() < 0.2 ? { newsletter: random() < 0.5 } : {}),
      },
      conversations: Math.floor(random() * 40) + changes(index),
      createdAt: withBlank(created),
      lastSeen: withBlank(created + (Math.floor(random() * 10_000) + changes(index)) * MINUTE),
    }
  }).reverse()
}

function withBlank(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ')
}

/** 24 hexadecimal digits: seconds, then a counter, as the vendor's database makes them. */
function userId(ms: number, index: number): string {
  return `${Math.floor(ms / 1000)
    .toString(16)
    .padStart(8, '0')}7ca3fb33${index.toString(16).padStart(8, '0')}`
}

function uuid(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
