import { expect } from 'vitest'
import { shapeProject } from './loaded-shape.ts'
import type { Shape } from './shape.ts'

/** Loads a known source twice and once with wrong credentials, from a server that answers as its API is documented. */
export async function loadTwice(shape: Shape): Promise<void> {
  await using project = await shapeProject(shape)
  const run = () => project.tolva('run', project.project.script)
  const first = await run()
  expect(first, first.err).toMatchObject({ code: 0 })
  expect(await project.counts()).toEqual(shape.counts)

  const second = await run()
  expect(second, second.err).toMatchObject({ code: 0 })
  expect(await project.counts()).toEqual(shape.counts)

  await project.fillIn(Object.fromEntries(Object.keys(shape.secrets).map((field) => [field, 'wrong-0123'])))
  const refused = await run()
  expect(refused.code).toBe(1)
  expect(refused.err).not.toContain('wrong-0123')
  if (shape.refusal.status === 200) {
    expect(refused.err).toContain('and says error: invalid_auth')
    return
  }
  expect(refused.err).toContain(`the API answered ${shape.refusal.status}`)
  for (const { key } of project.project.secrets) expect(refused.err).toContain(key)
}
