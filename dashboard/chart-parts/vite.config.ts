import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { CHART_ALIASES } from './chart-aliases.ts'
import { slimVega } from './slim-vega.ts'

const place = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Builds what exported reports carry along: one script and one style sheet in `dist/report-page`. */
export default defineConfig({
  root: place('..'),
  resolve: { alias: CHART_ALIASES },
  plugins: [slimVega()],
  build: {
    outDir: place('../../dist/report-page'),
    emptyOutDir: true,
    target: 'es2023',
    license: { fileName: 'licenses.md' },
    lib: {
      entry: place('../src/report-page/report-page.ts'),
      formats: ['iife'],
      name: 'tolvaReport',
      fileName: () => 'report-page.js',
      cssFileName: 'report-page',
    },
  },
})
