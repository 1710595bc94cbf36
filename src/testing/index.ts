export type { Traffic } from '../contracts/traffic.ts'
export { recordTraffic as record } from '../traffic/record-traffic.ts'
export { replayTraffic as replay } from '../traffic/replay-traffic.ts'
export { destinationCases } from './destination-suite/destination-cases.ts'
export type { Interrupted } from './destination-suite/interrupted.ts'
export { type DestinationPlace, type OpenPlace, openSuite, type Suite } from './destination-suite/open-suite.ts'
export type { SuiteAbilities, SuiteCase } from './destination-suite/suite-case.ts'
export { type ReplayServer, startReplayServer } from './replay/replay-server.ts'
export {
  type ChatbotSandbox,
  type SandboxOptions,
  type SandboxRequest,
  startChatbotSandbox,
} from './sandbox/chatbot-sandbox.ts'
export type { Fault } from './sandbox/fault.ts'
