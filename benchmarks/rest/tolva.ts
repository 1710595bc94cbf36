// node tolva.ts URL pages|parents CONNECTIONS OUT_FOLDER [REQUESTS_PER_SECOND]: loads it through the public API, from a
// declarative configuration.
import path from 'node:path'
import { duckdb, pipeline } from 'tolva'
import { type ResourceConfig, restApiSource } from 'tolva/sources/rest-api'
import { secondsSinceFirst } from './seconds-since-first.ts'

const [base = '', shape = '', connections = '1', out = '', rate] = process.argv.slice(2)
const paginator = { type: 'cursor', cursorPath: 'next_cursor', cursorParam: 'cursor' } as const
const resources: readonly ResourceConfig[] =
  shape === 'pages'
    ? [{ name: 'w', endpoint: { path: 'issues', dataSelector: 'data', paginator } }]
    : [
        { name: 'parents', endpoint: { path: 'parents', dataSelector: 'data', paginator } },
        {
          name: 'w',
          parallelized: true,
          endpoint: {
            path: 'detail/{resources.parents.id}',
            dataSelector: '$',
            paginator: 'single_page',
            concurrency: Number(connections),
          },
        },
      ]
const bench = pipeline({
  name: 'bench',
  destination: duckdb({ path: path.join(out, 'out.duckdb') }),
  dataset: 'bench',
  dataDir: path.join(out, 'data'),
  projectDir: out,
})
await bench.run(
  restApiSource({
    name: 'bench',
    client: { baseUrl: base, ...(rate !== undefined && { rateLimit: { requests: Number(rate), per: 1 } }) },
    resources,
  }),
)
const wallS = await secondsSinceFirst(base)
const { user, system } = process.cpuUsage()
console.log(JSON.stringify({ wallS, cpuS: (user + system) / 1e6, versions: { node: process.versions.node } }))
