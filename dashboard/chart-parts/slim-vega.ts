import type { Plugin } from 'vite'

interface Cut {
  /** The end of the module's path. */
  readonly module: string
  readonly find: RegExp
  readonly replacement: string
}

/**
 * What bundlers cannot leave out by themselves. Charts are drawn as SVG: without the entries of its table nobody reaches the canvas
 * renderer, and marks need not draw themselves on one. A pattern that knows Unicode takes the place of two tables of letters.
 */
const CUTS: readonly Cut[] = [
  {
    module: 'vega-expression.js',
    find: /RegexNonAsciiIdentifierStart = new RegExp\('.*'\)/,
    replacement: 'RegexNonAsciiIdentifierStart = /\\p{ID_Start}/u',
  },
  {
    module: 'vega-expression.js',
    find: /RegexNonAsciiIdentifierPart = new RegExp\('.*'\)/,
    replacement: 'RegexNonAsciiIdentifierPart = /[\\p{ID_Continue}\\u200c\\u200d]/u',
  },
  { module: 'vega-scenegraph.js', find: /^modules\[(Canvas|Hybrid)\] = [^;]+;$/gm, replacement: '' },
  { module: 'vega-scenegraph.js', find: /^ {2,4}(draw|pick): (draw|pick)[\w$]*(\([\w$]*\))?,?$/gm, replacement: '' },
  { module: 'vega-view.js', find: /\bCanvasHandler\b/g, replacement: 'SVGHandler' },
]

/** Leaves out parts of Vega that no chart of ours reaches; fails where a new version of Vega has them no more. */
export function slimVega(): Plugin {
  return {
    name: 'slim-vega',
    transform(code, id) {
      const cuts = CUTS.filter(({ module }) => id.endsWith(`/build/${module}`))
      if (cuts.length === 0) return null
      return cuts.reduce((text, { find, replacement }) => {
        const cut = text.replace(find, replacement)
        if (cut === text) this.error(`${id} has nothing like ${find}: look whether the cut is still right`)
        return cut
      }, code)
    },
  }
}
