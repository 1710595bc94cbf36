import { type Destination, type Pipeline, pipeline } from '../../src/index.ts'

const USERS = [
  {
    id: 1,
    name: 'Ada',
    country: 'de',
    score: 1.5,
    created_at: '2024-01-02T03:04:05',
    extra: { plan: 'pro', l: [1, 2] },
  },
  { id: 2, name: 'Böb', country: 'fr', score: 0.5, created_at: '2024-01-03T00:00:00', extra: null },
  { id: 3, name: null, country: 'de', score: null, created_at: '2024-02-01T00:00:00', extra: { plan: 'free' } },
].map((user) => ({ ...user, tags: user.id === 3 ? [] : [{ value: `t${user.id}`, n: user.id }] }))

/** A pipeline that has loaded `users` and `users__tags` into the dataset `ds`. */
export async function loadUsers(destination: Destination | 'duckdb', folder: string): Promise<Pipeline> {
  const loaded = pipeline({ name: 'guarded', destination, dataset: 'ds', dataDir: folder, projectDir: folder, env: {} })
  await loaded.run(USERS, {
    tableName: 'users',
    columns: { created_at: { dataType: 'timestamp', timezone: false }, extra: { dataType: 'json' } },
  })
  return loaded
}
