import { startInspectorAssistant } from './inspector-assistant.ts'
import { walkFindSource } from './walk-find-source.ts'

walkFindSource('the inspector', startInspectorAssistant)
