import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobFile, LoadPackage } from '../contracts/load-package.ts'
import { decimal } from '../values/wrappers.ts'
import { listPackages, pendingPackages, pruneLoaded } from './list-packages.ts'
import { discardPackage, markFailed, markLoaded } from './mark-package.ts'
import { jobPath, readPackage, verifyPackage } from './read-package.ts'
import { openPackage, sealPackage } from './seal-package.ts'
import { readSchemaFiles, readStateFile, writeSchemaFile, writeStateFile } from './state-file.ts'
import { sweep } from './sweep.ts'
import { pipelinesDir, type WorkingFolder, workingFolder } from './working-folder.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tolva-package-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const folderNamed = (name: string) => workingFolder(name, { dataDir: root })

function loadOf(folder: WorkingFolder, loadId: string, rest: Partial<LoadPackage> = {}): LoadPackage {
  return {
    version: 1,
    loadId,
    pipeline: folder.pipeline,
    dataset: 'ds',
    schema: { name: 's', tables: {} },
    replace: [],
    drop: [],
    truncate: [],
    jobs: [],
    state: null,
    expectedState: null,
    report: { rowCounts: {}, nullOnlyColumns: {}, discarded: [], resources: {}, warnings: [] },
    createdAt: '2024-01-01T00:00:00Z',
    ...rest,
  }
}

async function writeJob(folder: WorkingFolder, loadId: string, content: string): Promise<JobFile> {
  await writeFile(join(await openPackage(folder, loadId), 'aa.parquet'), content)
  return {
    id: 'aa',
    table: 't',
    format: 'parquet',
    file: 'files/aa.parquet',
    columns: ['a'],
    rows: 1,
    bytes: Buffer.byteLength(content),
    digest: createHash('sha256').update(content).digest('hex'),
  }
}

describe('a load package', () => {
  it('is there once it is sealed, and not before', async () => {
    const folder = folderNamed('seal')
    const job = await writeJob(folder, '1.5', 'rows')
    expect(await readPackage(folder, '1.5')).toBeUndefined()
    expect(await listPackages(folder)).toEqual([])
    const load = loadOf(folder, '1.5', { jobs: [job] })
    await sealPackage(folder, load)
    const sealed = await readPackage(folder, '1.5')
    expect(sealed).toEqual(load)
    await verifyPackage(folder, load, 'digest')
    expect(await pendingPackages(folder)).toEqual([{ loadId: '1.5', status: { state: 'sealed' } }])
    await expect(sealPackage(folder, load)).rejects.toMatchObject({ code: 'package_sealed_already' })
  })

  it('is not sealed over files that are absent or short', async () => {
    const folder = folderNamed('short')
    const job = await writeJob(folder, '1.5', 'rows')
    for (const wrong of [
      { ...job, bytes: 3 },
      { ...job, file: 'files/bb.parquet' },
    ]) {
      const sealing = sealPackage(folder, loadOf(folder, '1.5', { jobs: [wrong] }))
      await expect(sealing).rejects.toMatchObject({ code: 'package_file_differs' })
    }
    expect(await readPackage(folder, '1.5')).toBeUndefined()
  })

  it('keeps the types of values in its state', async () => {
    const folder = folderNamed('typed')
    const state = JSON.parse('{"cursor":0}')
    state.cursor = decimal('1.50')
    await sealPackage(folder, loadOf(folder, '1.5', { state }))
    expect((await readPackage(folder, '1.5'))?.state).toEqual({ cursor: '\uf0261.50' })
  })

  it('tells changed bytes by their digest, which their size does not', async () => {
    const folder = folderNamed('changed')
    const load = loadOf(folder, '1.5', { jobs: [await writeJob(folder, '1.5', 'rows')] })
    await sealPackage(folder, load)
    for (const job of load.jobs) await writeFile(jobPath(folder, load, job), 'ROWS')
    await verifyPackage(folder, load, 'size')
    await expect(verifyPackage(folder, load, 'digest')).rejects.toMatchObject({ code: 'package_damaged' })
  })

  it.each(['', 'not json', '{}', '{"version":1,"loadId":"1.5"}'])('is damaged with the manifest %j', async (text) => {
    const folder = folderNamed('manifest')
    await folder.storage.put('packages/1.5/manifest.json', text)
    await expect(readPackage(folder, '1.5')).rejects.toMatchObject({ code: 'package_damaged' })
  })

  it('waits in the order of time, and as failed until it is loaded', async () => {
    const folder = folderNamed('order')
    for (const loadId of ['10.5', '9.25', '9.5']) await sealPackage(folder, loadOf(folder, loadId))
    await markFailed(folder, '9.5', { at: 'now', error: { code: 'bad', message: 'no' } })
    await markLoaded(folder, '9.25', { at: 'now' })
    expect(await pendingPackages(folder)).toEqual([
      { loadId: '9.5', status: { state: 'failed', at: 'now', error: { code: 'bad', message: 'no' } } },
      { loadId: '10.5', status: { state: 'sealed' } },
    ])
    await markLoaded(folder, '9.5', { at: 'later' })
    expect((await pendingPackages(folder)).map(({ loadId }) => loadId)).toEqual(['10.5'])
  })

  it('leaves its manifest and not its files once loaded, unless they are to be kept', async () => {
    const folder = folderNamed('retention')
    for (const loadId of ['1.5', '2.5']) {
      await sealPackage(folder, loadOf(folder, loadId, { jobs: [await writeJob(folder, loadId, 'rows')] }))
    }
    await markLoaded(folder, '1.5', { at: 'now' })
    await markLoaded(folder, '2.5', { at: 'now', keepFiles: true })
    expect(await folder.storage.list('packages/')).toEqual([
      'packages/1.5/manifest.json',
      'packages/1.5/status.json',
      'packages/2.5/files/aa.parquet',
      'packages/2.5/manifest.json',
      'packages/2.5/status.json',
    ])
    await pruneLoaded(folder, 1)
    expect((await listPackages(folder)).map(({ loadId }) => loadId)).toEqual(['2.5'])
    await discardPackage(folder, '2.5')
    expect(await folder.storage.list('packages/')).toEqual([])
  })

  it('is swept away where a killed run left it unsealed', async () => {
    const folder = folderNamed('sweep')
    await sealPackage(folder, loadOf(folder, '1.5', { jobs: [await writeJob(folder, '1.5', 'rows')] }))
    await writeJob(folder, '2.5', 'half')
    await writeFile(join(folder.path, 'packages', '1.5', 'status.json.0.tmp'), '')
    await writeFile(join(folder.path, 'state.json.0.tmp'), '')
    await folder.storage.put('traces/1.json', '')
    await writeFile(join(folder.path, 'traces', '2.json.0.tmp'), '')
    expect(await sweep(folder)).toEqual(['2.5'])
    expect(await readdir(join(folder.path, 'packages'))).toEqual(['1.5'])
    expect((await readdir(join(folder.path, 'packages', '1.5'))).sort()).toEqual(['files', 'manifest.json'])
    expect((await readdir(folder.path)).sort()).toEqual(['packages', 'traces'])
    expect(await readdir(join(folder.path, 'traces'))).toEqual(['1.json'])
  })
})

describe('a loaded package', () => {
  it('loses the job files that a killed run could not delete', async () => {
    const folder = folderNamed('sweep-loaded')
    const load = loadOf(folder, '1.5', { jobs: [await writeJob(folder, '1.5', 'rows')] })
    await sealPackage(folder, load)
    await markLoaded(folder, '1.5', { at: '2026-01-01T00:00:00Z', keepFiles: true })
    expect(await sweep(folder)).toEqual([])
    expect((await readdir(join(folder.path, 'packages', '1.5'))).sort()).toEqual(['manifest.json', 'status.json'])
  })
})

describe('the working folder', () => {
  it('lies below the data folder that is given, or set, or below home', () => {
    expect(pipelinesDir({ dataDir: '/d' })).toBe('/d/pipelines')
    expect(pipelinesDir({ env: { TOLVA_DATA_DIR: '/e' } })).toBe('/e/pipelines')
    expect(pipelinesDir({ env: {} })).toMatch(/\/\.tolva\/pipelines$/)
  })

  it.each(['', '.', '..', '../x', 'a/b', 'a\\b', '.hidden', 'a.', 'x'.repeat(201), 'a\0', 'a\n'])(
    'refuses the pipeline name %j',
    (name) => {
      expect(() => folderNamed(name)).toThrow(expect.objectContaining({ code: 'bad_name' }))
    },
  )

  it('keeps state and schemas as the texts that were written last', async () => {
    const folder = folderNamed('texts')
    expect(await readStateFile(folder)).toBeUndefined()
    expect([...(await readSchemaFiles(folder))]).toEqual([])
    await writeStateFile(folder, '{"a":1}')
    await writeStateFile(folder, '{"a":2}')
    await writeSchemaFile(folder, 'b', '{}')
    await mkdir(join(folder.path, 'schemas', 'other'))
    await writeSchemaFile(folder, 'a.c', '{"x":1}')
    expect(await readStateFile(folder)).toBe('{"a":2}')
    expect([...(await readSchemaFiles(folder))]).toEqual([
      ['a.c', '{"x":1}'],
      ['b', '{}'],
    ])
  })
})
