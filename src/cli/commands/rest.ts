import type { Register } from '../registration.ts'
import { registerRestCheck } from './rest/check.ts'
import { registerRestDetect } from './rest/detect.ts'
import { registerRestProbe } from './rest/probe.ts'
import { registerRestSchema } from './rest/schema.ts'

/** Adds `tolva rest` with its subcommands. */
export const registerRest: Register = (program, execute) => {
  const rest = program.command('rest').description('look into REST APIs and their configurations')
  registerRestCheck(rest, execute)
  registerRestDetect(rest, execute)
  registerRestProbe(rest, execute)
  registerRestSchema(rest, execute)
}
