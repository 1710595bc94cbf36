/** How a drawing is seen: shifted by `x` and `y` pixels of the screen after it was scaled. */
export interface Sight {
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** Width and height of something. */
export interface Size {
  readonly width: number
  readonly height: number
}

export const SMALLEST = 0.05
export const LARGEST = 2

/** The sight scaled about a point of the screen, which stays where it is. */
export function zoomed(sight: Sight, factor: number, at: { readonly x: number; readonly y: number }): Sight {
  const scale = Math.min(LARGEST, Math.max(SMALLEST, sight.scale * factor))
  const ratio = scale / sight.scale
  return { scale, x: at.x - (at.x - sight.x) * ratio, y: at.y - (at.y - sight.y) * ratio }
}

/** The sight that shows all of a drawing in the middle, no larger than it is. */
export function fitted(drawing: Size, view: Size, margin = 24): Sight {
  if (drawing.width <= 0 || drawing.height <= 0) return { x: margin, y: margin, scale: 1 }
  const room = { width: Math.max(1, view.width - 2 * margin), height: Math.max(1, view.height - 2 * margin) }
  const scale = Math.min(1, Math.max(SMALLEST, Math.min(room.width / drawing.width, room.height / drawing.height)))
  return {
    scale,
    x: (view.width - drawing.width * scale) / 2,
    y: (view.height - drawing.height * scale) / 2,
  }
}

/** The sight that has a part of the drawing in the middle, at the scale it has or one at which it can be read. */
export function centred(sight: Sight, part: Size & { readonly x: number; readonly y: number }, view: Size): Sight {
  const scale = Math.max(sight.scale, 0.7)
  return {
    scale,
    x: view.width / 2 - (part.x + part.width / 2) * scale,
    y: view.height / 2 - (part.y + part.height / 2) * scale,
  }
}

/** The parts of a drawing that are in sight, or nearly. */
export function inSight<Part extends Size & { readonly x: number; readonly y: number }>(
  parts: readonly Part[],
  sight: Sight,
  view: Size,
): Part[] {
  const margin = 80
  const left = (-margin - sight.x) / sight.scale
  const top = (-margin - sight.y) / sight.scale
  const right = (view.width + margin - sight.x) / sight.scale
  const bottom = (view.height + margin - sight.y) / sight.scale
  return parts.filter((one) => one.x < right && one.x + one.width > left && one.y < bottom && one.y + one.height > top)
}
