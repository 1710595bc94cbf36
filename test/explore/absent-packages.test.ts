import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const INDEX = path.resolve(import.meta.dirname, '../../src/index.ts')

test.for([
  ['df', 'arquero'],
  ['arrow', 'apache-arrow'],
] as const)('%s() without %s says what to install', async ([method, name]) => {
  // A process in which the package cannot be found.
  const script = `
    import { registerHooks } from 'node:module'
    import { mkdtempSync, rmSync } from 'node:fs'
    registerHooks({
      resolve(specifier, context, next) {
        if (specifier !== '${name}') return next(specifier, context)
        throw Object.assign(new Error("Cannot find package '${name}'"), { code: 'ERR_MODULE_NOT_FOUND' })
      },
    })
    const { duckdb, pipeline } = await import('${INDEX}')
    const folder = mkdtempSync('/tmp/tolva-absent-')
    try {
      const people = pipeline({ name: 'people', destination: duckdb({ path: folder + '/p.duckdb' }), dataDir: folder, projectDir: folder, env: {} })
      await people.run([{ id: 1 }], { tableName: 'people' })
      const relation = people.dataset().table('people')
      const error = await relation.${method}().catch((error) => error)
      const { code, message, hint } = error
      console.log(JSON.stringify({ name: error.name, code, message, hint, rows: (await relation.rows()).length }))
    } finally {
      rmSync(folder, { recursive: true })
    }`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script])
  expect(JSON.parse(stdout)).toEqual({
    name: 'ConfigError',
    code: 'missing_package',
    message: `${method}() needs the package ${name}, which is not installed`,
    hint: `npm install ${name}`,
    rows: 1,
  })
})
