import { existsSync, renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { CHART_ALIASES } from './chart-parts/chart-aliases.ts'
import { slimVega } from './chart-parts/slim-vega.ts'

const place = (name: string) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url))
const [PAGE, ASIDE, BEFORE] = [place('dashboard-page'), place('.dashboard-page-new'), place('.dashboard-page-old')]

/** Builds beside the page that is there and takes its place at the end: a server that shows it always has one. */
function takePlace(): Plugin {
  return {
    name: 'take-place',
    writeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        rmSync(BEFORE, { recursive: true, force: true })
        if (existsSync(PAGE)) renameSync(PAGE, BEFORE)
        renameSync(ASIDE, PAGE)
        rmSync(BEFORE, { recursive: true, force: true })
      },
    },
  }
}

/** Builds the page into the package: `dist/dashboard-page`. */
export default defineConfig({
  root: import.meta.dirname,
  // The page may be served below any path of a proxy.
  base: '/',
  resolve: { alias: CHART_ALIASES },
  plugins: [slimVega(), takePlace()],
  build: {
    outDir: ASIDE,
    emptyOutDir: true,
    target: 'es2023',
    // Everything comes from files of our own, so that a strict content security policy holds.
    assetsInlineLimit: 0,
    license: { fileName: 'licenses.md' },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
})
