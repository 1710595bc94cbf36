import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { differences } from './compare-tables.ts'
import { type Measured, measureProcess } from './measure-process.ts'
import { mostWithin } from './rest/stats.ts'
import { cpuSpread, formatRounds, ratioOf, spreadOf, whyNoRatio } from './summary.ts'
import { linesOf, WORKLOADS } from './workloads.ts'

function measured(wallS: number, cpuS: number): Measured {
  return { wallS, processS: wallS, cpuS, rssMb: 1, pssMb: 1, versions: {} }
}

describe('workloads', () => {
  test.each([
    ['w1', 'a87548227f1665a2209e679e88a937993bd6d75a2eebbe6460d90393514b9d9e'],
    ['w2', 'e72e621d11b615c047667a8fc08cac4291d4da88ef02ce308a5ef0b1ec761749'],
    ['w3', '88ea7d71e4739ef95bd6d47e78b9c894a1314227b3fe61047c0adf6fe8110daf'],
  ])('%s gives the same bytes on every machine', (name, sha256) => {
    const workload = WORKLOADS[name]
    const hash = createHash('sha256')
    for (const text of workload ? linesOf(workload, 1000) : []) hash.update(text)
    expect(hash.digest('hex')).toBe(sha256)
  })
})

describe('ratios', () => {
  test('take the median of an even number of rounds between the middle two', () => {
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 })
  })

  test('are paired within a round', () => {
    const ratio = ratioOf([measured(1, 1), measured(2, 2)], [measured(10, 4), measured(20, 8)])
    expect(ratio).toEqual({ wall: { median: 10, min: 10, max: 10 }, cpu: { median: 4, min: 4, max: 4 } })
  })

  test("are refused when dlt's CPU seconds lie more than 15 % apart", () => {
    const noisy = { tolva: [measured(1, 1), measured(1, 1)], dlt: [measured(9, 10), measured(9, 12)] }
    expect(cpuSpread(noisy.dlt)).toBeCloseTo(0.18)
    expect(whyNoRatio(noisy)).toContain('the machine is not quiet')
    expect(formatRounds(noisy, 100)).toContain('no ratio')
    expect(formatRounds(noisy, 100)).not.toContain('dlt / tolva')
    expect(whyNoRatio({ ...noisy, dlt: [measured(9, 10), measured(9, 11)] })).toBeUndefined()
  })
})

describe('equal tables', () => {
  test('differ when a column is absent, has another type or other values', () => {
    const ours = { a: { id: 'BIGINT 2 2 2 7', name: 'VARCHAR 2 2 2 9' } }
    expect(differences(ours, ours)).toEqual([])
    expect(differences(ours, { a: { id: 'BIGINT 2 2 2 8' }, b: { id: 'BIGINT 0 0 0 0' } })).toEqual([
      'a.id: BIGINT 2 2 2 7 | BIGINT 2 2 2 8',
      'a.name: VARCHAR 2 2 2 9 | absent',
      'b.id: absent | BIGINT 0 0 0 0',
    ])
  })
})

describe('measuring', () => {
  test('adds up the memory of the whole process tree', async ({ skip }) => {
    skip(process.platform !== 'linux', 'no /proc')
    const grow = `const held = Buffer.alloc(100_000_000, 1); setTimeout(() => held.length, 300)`
    const code = `
      import { spawn } from 'node:child_process'
      const held = Buffer.alloc(100_000_000, 1)
      spawn(process.execPath, ['-e', ${JSON.stringify(grow)}]).on('exit', () => {
        console.log(JSON.stringify({ wallS: 0.1, cpuS: 0.2, versions: { held: held.length } }))
      })`
    const found = await measureProcess(process.execPath, ['--input-type=module', '--eval', code])
    expect(found).toMatchObject({ wallS: 0.1, cpuS: 0.2, versions: { held: '100000000' } })
    expect(found.rssMb).toBeGreaterThan(200)
    expect(found.pssMb).toBeGreaterThan(200)
    expect(found.pssMb).toBeLessThanOrEqual(found.rssMb)
  })

  test('says what a failing contender said', async () => {
    const failing = measureProcess(process.execPath, ['--eval', 'console.error("out of luck"); process.exit(3)'])
    await expect(failing).rejects.toThrow(/exited with 3:\nout of luck/)
  })
})

describe('rates', () => {
  test('count what came within any window', () => {
    expect(mostWithin([0, 100, 900, 999, 1000, 1100, 5000], 1000)).toBe(4)
    expect(mostWithin([], 1000)).toBe(0)
  })
})
