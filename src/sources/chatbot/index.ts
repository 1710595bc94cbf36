export { type ChatbotOptions, chatbot } from './chatbot.ts'
