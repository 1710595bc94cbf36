import { startSdkAssistant } from './sdk-assistant.ts'
import { walkFindSource } from './walk-find-source.ts'

walkFindSource('the client of the SDK', startSdkAssistant)
