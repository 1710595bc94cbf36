import { S3Client } from '@aws-sdk/client-s3'
import type { StepCounter } from './step-counter.ts'
import { isThenable, wrapMethod } from './wrap-method.ts'

const READING = /^(Get|Head|List)/

/** Makes a step of every request to a bucket that changes something. */
export function wrapS3(steps: StepCounter): void {
  wrapMethod(S3Client.prototype, 'send', (original, args) => {
    const request = args[0]?.constructor.name.replace(/Command$/, '')
    if (request === undefined || READING.test(request)) return original(args)
    steps.pass(`before ${request}`)
    if (steps.reach(`within ${request}`)) steps.dieSoon()
    const result = original(args)
    if (!isThenable(result)) return result
    return result.then((value) => {
      steps.pass(`after ${request}`)
      return value
    })
  })
}
