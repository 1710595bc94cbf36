// What stands in for packages that charts of ours never reach: d3-geo and topojson draw maps, d3-dsv reads csv files.
const absent = (name) => () => {
  throw new Error(`${name} is not part of this build`)
}

export const geoArea = absent('geoArea')
export const geoBounds = absent('geoBounds')
export const geoCentroid = absent('geoCentroid')
export const feature = absent('feature')
export const mesh = absent('mesh')
export const dsvFormat = () => ({ parse: absent('dsvFormat') })
