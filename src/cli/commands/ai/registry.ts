import type { Register } from '../../registration.ts'
import { registerAiSecrets } from './secrets.ts'

/** All commands of `tolva ai`, in the order of the help: a new one is a file here and a line in this list. */
export const AI_COMMANDS: readonly Register[] = [registerAiSecrets]
