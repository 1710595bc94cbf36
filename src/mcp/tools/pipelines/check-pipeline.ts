import { z } from 'zod'
import type { Turn } from '../../../checks/check.ts'
import { checkPipeline } from '../../../checks/check-pipeline.ts'
import { takingTurn } from '../../../serving/reading-turn.ts'
import { placeOf } from '../../mcp-scope.ts'
import { defineTool, READS } from '../tool.ts'
import { PIPELINE_NAME, pipelineNameOf } from './named-pipeline.ts'

const MOST_FINDINGS = 20

/** `check_pipeline`. */
export const checkPipelineTool = defineTool({
  name: 'check_pipeline',
  title: 'Check a load',
  description:
    'Is the last load right? Five questions, answered: were all pages read, do cursors move, does the schema fit, are keys unique, are types right. Do this after each run, before you say that data is loaded.',
  feature: 'pipeline',
  needs: ['local:read', 'data:read'],
  annotations: READS,
  input: z.object({
    pipeline_name: PIPELINE_NAME,
    data: z.boolean().default(true).describe('false: only what this machine knows, no database is asked.'),
  }),
  output: z.object({
    health: z.string().describe('good, warning, bad, or unknown.'),
    checks: z.array(
      z.object({
        name: z.string(),
        question: z.string(),
        health: z.string(),
        answer: z.string(),
        hint: z.string().optional(),
        findings: z.array(z.object({ subject: z.string(), health: z.string(), text: z.string() })),
        problem: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
      }),
    ),
  }),
  async answer(call) {
    const { scope, signal } = call
    const pipeline = await pipelineNameOf(call)
    const place = placeOf(scope)
    const turn: Turn = (work) => takingTurn({ pipeline, place, signal, ...scope }, work)
    const list = await checkPipeline(pipeline, { ...place, data: call.input.data, signal, turn })
    const checks = list.checks.map((one) => ({ ...one, findings: one.findings.slice(0, MOST_FINDINGS) }))
    const text = list.checks.flatMap(({ question, health, answer, findings, hint, problem }) => {
      const next = hint ?? problem?.hint
      const more = findings.length - MOST_FINDINGS
      return [
        `- **${health}** ${question} ${answer}`,
        ...findings.slice(0, MOST_FINDINGS).map(({ subject, text: found }) => `  - ${subject}: ${found}`),
        ...(more > 0 ? [`  - and ${more} more`] : []),
        ...(next ? [`  - next: ${next}`] : []),
      ]
    })
    return { data: { health: list.health, checks }, text: [`Over all: ${list.health}`, ...text].join('\n') }
  },
})
