import type { Library } from './library.ts'

/** The library of this package, loaded on first use. */
export async function library(): Promise<Library> {
  const [{ pipeline }, inspect] = await Promise.all([import('../index.ts'), import('../inspect.ts')])
  return {
    ...inspect,
    pipeline,
    async declarativeSource(name, config) {
      const { declaredSource } = await import('./declared-kinds.ts')
      return declaredSource(name, config)
    },
    async checkRest(source, options) {
      const [{ checkRestSource }, { tablePlanner }] = await Promise.all([
        import('../sources/rest-api/index.ts'),
        import('./plan-tables.ts'),
      ])
      return checkRestSource(source, { ...options, planTables: tablePlanner(source) })
    },
  }
}
