import { checkChart } from '../../explore/chart/check-chart.ts'
import { compileChart } from '../../explore/chart/compile-chart.ts'
import { chartRequest } from '../api/reports.ts'
import { ROUTES } from '../api/routes.ts'
import { servedJson, withBody } from '../served-route.ts'

/** A Vega-Lite spec checked and compiled. */
export const chart = servedJson(
  ROUTES.chart,
  withBody(chartRequest, async ({ spec }) => compileChart(checkChart(spec))),
)
