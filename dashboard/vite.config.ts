import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { CHART_ALIASES } from './chart-parts/chart-aliases.ts'
import { slimVega } from './chart-parts/slim-vega.ts'

/** Builds the page into the package: `dist/dashboard-page`. */
export default defineConfig({
  root: import.meta.dirname,
  // The page may be served below any path of a proxy.
  base: '/',
  resolve: { alias: CHART_ALIASES },
  plugins: [slimVega()],
  build: {
    outDir: fileURLToPath(new URL('../dist/dashboard-page', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // Everything comes from files of our own, so that a strict content security policy holds.
    assetsInlineLimit: 0,
    license: { fileName: 'licenses.md' },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
})
