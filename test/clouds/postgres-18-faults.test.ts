// The tests of PostgreSQL that break its connections, all of them once more.
import './on-postgres-18.ts'

await import('../destinations/postgres-faults.test.ts')
await import('../destinations/postgres-locks.test.ts')
await import('../destinations/postgres-restart.test.ts')
await import('../destinations/postgres-session.test.ts')
await import('../destinations/postgres-tls.test.ts')
