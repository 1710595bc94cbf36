import { azurePlace } from './azure.ts'
import { gcsPlace } from './gcs.ts'
import type { Place } from './place.ts'
import { s3Place } from './s3.ts'

/** Every cloud that has a stand-in. */
export const CLOUDS: readonly { readonly name: 's3' | 'gcs' | 'azure'; open(): Promise<Place> }[] = [
  { name: 's3', open: s3Place },
  { name: 'gcs', open: gcsPlace },
  { name: 'azure', open: azurePlace },
]
