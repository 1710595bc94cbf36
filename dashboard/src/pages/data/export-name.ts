/** A name for a file of exported rows: `chatbot_pipeline-users-2026-11-26-0913.csv`. */
export function exportName(...[pipeline, what, format, at]: readonly [string, string, string, Date]): string {
  const [day = '', clock = ''] = at.toISOString().split('T')
  const parts = [pipeline, what, day, clock.slice(0, 5).replace(':', '')]
  return `${parts.join('-').replace(/[^\p{L}\p{N}_-]+/gu, '_')}.${format}`
}
