// Holds a DuckDB file open until it is killed: node locked-child.ts <file>
import { connectDuckDb } from '../../../src/duckdb/connection.ts'

const [file = ''] = process.argv.slice(2)
const connection = await connectDuckDb(file)
await connection.execute('CREATE TEMP TABLE held (n INTEGER)')
process.stdout.write('held\n')
setInterval(() => {}, 60_000)
