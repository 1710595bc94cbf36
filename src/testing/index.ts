export {
  type ChatbotSandbox,
  type SandboxOptions,
  type SandboxRequest,
  startChatbotSandbox,
} from './sandbox/chatbot-sandbox.ts'
export type { Fault } from './sandbox/fault.ts'
