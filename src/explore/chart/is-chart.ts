const PARTS = ['mark', 'layer', 'hconcat', 'vconcat', 'concat', 'facet', 'repeat']

/** Whether an object is a Vega-Lite spec: it has a mark, or parts that have one. */
export function isChart(value: Readonly<Record<string, unknown>>): boolean {
  const { $schema } = value
  if (typeof $schema === 'string' && $schema.includes('vega')) return true
  const isComposed = PARTS.slice(1).some((part) => typeof value[part] === 'object' && value[part] !== null)
  const { mark } = value
  const isMarked = typeof mark === 'string' || (typeof mark === 'object' && mark !== null)
  return (isMarked && ('data' in value || 'encoding' in value)) || isComposed
}
