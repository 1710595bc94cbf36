// What stands in for the package vega when charts are built: the parts of it that specs of ours need. Left out are maps and
// projections, trees, forces, contours, regression, word clouds, voronoi, labels and crossfilter, and the whole loader.
import { transforms } from 'vega-dataflow'
import * as encode from 'vega-encode'
import { parse as parseSpec } from 'vega-parser'
import * as data from 'vega-transforms'
import { extend } from 'vega-util'
import * as view from 'vega-view-transforms'

extend(transforms, data, view, encode)

// Of this module, not passed through it: a bundler drops a module that nobody needs, and the line above with it.
export const parse = parseSpec
export { View } from 'vega-view'
