import { expect } from 'vitest'
import { shapeProject } from './loaded-shape.ts'
import type { Shape } from './shape.ts'

/**
 * Loads a known source twice, again after something happened there, and once with wrong credentials, from a server that answers
 * as its API is documented.
 */
export async function loadTwice(shape: Shape): Promise<void> {
  await using project = await shapeProject(shape)
  const { script, secrets } = project.project
  const checked = await project.tolva('rest', 'check', script)
  expect(checked, checked.out).toMatchObject({ code: 0 })
  const load = async () => {
    const { code, err } = await project.tolva('run', script)
    expect(code, err).toBe(0)
  }
  for (let run = 1; run <= 2; run += 1) {
    await load()
    expect(await project.counts(), `after run ${run}`).toEqual(shape.counts)
  }
  if (shape.later !== undefined) {
    const { happen, counts, changed } = shape.later
    expect(await project.count(changed.table, changed.where)).toBe(0)
    happen()
    await load()
    expect(await project.counts()).toEqual({ ...shape.counts, ...counts })
    expect(await project.count(changed.table, changed.where)).toBe(1)
  }

  await project.fillIn(Object.fromEntries(Object.keys(shape.secrets).map((field) => [field, 'wrong-0123'])))
  const refused = await project.tolva('run', script)
  expect(refused.code).toBe(1)
  expect(refused.err).not.toContain('wrong-0123')
  if (shape.refusal.status === 200) {
    expect(refused.err).toContain('and says error: invalid_auth')
    return
  }
  expect(refused.err).toContain(`the API answered ${shape.refusal.status}`)
  for (const { key } of secrets) expect(refused.err).toContain(key)
}
