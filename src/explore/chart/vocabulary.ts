/** Marks that charts are drawn with. */
export const MARKS: readonly string[] =
  'arc area bar boxplot circle errorband errorbar line point rect rule square text tick trail'.split(' ')

/** Marks of Vega-Lite that are not, and why. */
export const REFUSED_MARKS: Readonly<Record<string, string | undefined>> = {
  image: 'images come from the network',
  geoshape: 'maps are not drawn',
}

/** Channels of an encoding. */
export const CHANNELS: readonly string[] = (
  'x y x2 y2 xError yError xError2 yError2 xOffset yOffset theta theta2 radius radius2 color fill stroke opacity fillOpacity ' +
  'strokeOpacity strokeWidth strokeDash size shape angle detail key text tooltip description order facet row column'
).split(' ')

/** Types of a field. */
export const FIELD_TYPES: readonly string[] = ['quantitative', 'temporal', 'ordinal', 'nominal']

/** Transforms, by the key that names each. */
export const DRAWN_TRANSFORMS: readonly string[] = (
  'aggregate bin calculate density extent filter flatten fold impute joinaggregate lookup pivot quantile sample ' +
  'stack timeUnit window'
).split(' ')
