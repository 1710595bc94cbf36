import { fileURLToPath } from 'node:url'

const part = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Makes Vite build charts of the parts of Vega that they need. */
export const CHART_ALIASES = [
  { find: /^vega$/, replacement: part('vega.mjs') },
  { find: /^(d3-geo|topojson-client|d3-dsv)$/, replacement: part('absent.mjs') },
  { find: /^d3-scale-chromatic$/, replacement: part('categorical-schemes.mjs') },
]
