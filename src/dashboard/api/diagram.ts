import { z } from 'zod'

/** More boxes than these are no picture any more. */
export const MOST_BOXES = 400
const MOST_LINKS = 2000

const point = z.object({ x: z.number(), y: z.number() })

/** Boxes of a diagram by their names, and which is linked to which: `from` refers to `to`, which stands left of it. */
export const diagramRequest = z.object({
  boxes: z
    .array(z.object({ name: z.string(), width: z.number().positive(), height: z.number().positive() }))
    .max(MOST_BOXES),
  links: z.array(z.object({ from: z.string(), to: z.string() })).max(MOST_LINKS),
})
export type DiagramRequest = z.infer<typeof diagramRequest>

/** Where each of them stands, in the order that they were given: upper left corners, and the points that lines go through. */
export const diagramAnswer = z.object({
  boxes: z.array(point),
  links: z.array(z.array(point)),
  width: z.number(),
  height: z.number(),
})
export type DiagramAnswer = z.infer<typeof diagramAnswer>
