import type { Resource } from '../contracts/resource.ts'

type AnyResource = Resource<string, unknown>

/** Something to read once, the selected resources that get its pages, and the streams that read on from them. */
export interface Stream {
  readonly resource: AnyResource
  readonly selected: readonly AnyResource[]
  readonly children: readonly Stream[]
}

interface GrowingStream {
  readonly resource: AnyResource
  readonly selected: AnyResource[]
  readonly children: GrowingStream[]
}

/**
 * The independent streams behind resources, in order, dependent ones below their parents. Resources that share their
 * opening function and their name share a stream, whatever their hints are.
 */
export function streamsOf(resources: readonly AnyResource[]): readonly Stream[] {
  const roots: GrowingStream[] = []
  const known = new Map<AnyResource['open'], Map<string, GrowingStream>>()
  const streamOf = (resource: AnyResource): GrowingStream => {
    const byName = known.get(resource.open) ?? new Map<string, GrowingStream>()
    known.set(resource.open, byName)
    const existing = byName.get(resource.name)
    if (existing) return existing
    const stream: GrowingStream = { resource, selected: [], children: [] }
    byName.set(resource.name, stream)
    const siblings = resource.parent ? streamOf(resource.parent).children : roots
    siblings.push(stream)
    return stream
  }
  for (const resource of resources) {
    const stream = streamOf(resource)
    if (resource.selected && !stream.selected.includes(resource)) stream.selected.push(resource)
  }
  return readOf(roots)
}

/** The streams that something selected reads, at every level: an unselected leaf is not opened. */
function readOf(streams: readonly GrowingStream[]): readonly Stream[] {
  return streams
    .map((stream) => ({ ...stream, children: readOf(stream.children) }))
    .filter((stream) => stream.selected.length > 0 || stream.children.length > 0)
}
