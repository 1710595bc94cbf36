// The program that an assistant starts before it reads, writes or runs: `node hook.js <agent>`, its question on stdin. It is started
// often, so it imports nothing but its judgement.
import { readFileSync, writeSync } from 'node:fs'
import { guard } from './guard.ts'

const { stdout, stderr, code } = guard(process.argv[2] ?? '', asked(), process.env)
if (stdout !== '') writeSync(1, `${stdout}\n`)
if (stderr !== '') writeSync(2, stderr)
process.exitCode = code

/** What cannot be read is refused as what cannot be understood. */
function asked(): string {
  try {
    return readFileSync(0, 'utf8')
  } catch {
    return ''
  }
}
