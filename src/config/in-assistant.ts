import type { Environment } from './environment.ts'

/** Variables that assistants set in the shells they open, by the assistant's name. */
const MARKS: Readonly<Record<string, readonly string[]>> = {
  claude: ['CLAUDECODE'],
  cursor: ['CURSOR_AGENT'],
  codex: ['CODEX_CI', 'CODEX_THREAD_ID', 'CODEX_SANDBOX'],
  gemini: ['GEMINI_CLI'],
  opencode: ['OPENCODE'],
}

/** The assistants in whose shells this process was started, one within the other; none: a person's. */
export function assistantsOf(env: Environment): readonly string[] {
  return Object.entries(MARKS).flatMap(([name, variables]) => (variables.some((one) => isOn(env[one])) ? [name] : []))
}

/** The assistant in whose shell this process was started, or undefined: a person's. */
export function inAssistant(env: Environment): string | undefined {
  return assistantsOf(env)[0]
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0'
}
