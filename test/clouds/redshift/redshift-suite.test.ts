import { runCases } from '../../destinations/places/run-cases.ts'
import { redshiftPlace } from '../../redshift/redshift-place.ts'
import { s3Place } from '../places/s3.ts'
import { usePlace } from '../places/use-place.ts'
import { s3Bucket } from './s3-bucket.ts'

const s3 = usePlace(s3Place)

runCases(redshiftPlace(async () => s3Bucket(s3()), ['jsonl', 'parquet']))
