import type { Secret } from '../../config/secret.ts'

/** How to get into a bucket. What is absent, the vendor's SDK finds in its own places (environment, profile, instance role). */
export type BucketCredentials = S3Credentials | GcsCredentials | AzureCredentials

export interface S3Credentials {
  readonly kind: 's3'
  readonly accessKeyId?: string
  readonly secretAccessKey?: Secret
  readonly sessionToken?: Secret
  readonly profileName?: string
  readonly regionName?: string
  /** Of a service that is compatible with S3: `https://minio.example.com`. */
  readonly endpointUrl?: string
  /** `path`: the bucket stands in the path, not in the host name. Default `path` with an endpoint of one's own, else `vhost`. */
  readonly urlStyle?: 'path' | 'vhost'
}

export interface GcsCredentials {
  readonly kind: 'gcs'
  readonly projectId?: string
  readonly clientEmail?: string
  readonly privateKey?: Secret
  readonly refreshToken?: Secret
  readonly clientId?: string
  readonly clientSecret?: Secret
  /** Of the S3-compatible interface, by which DuckDB reads. */
  readonly hmacKeyId?: string
  readonly hmacSecret?: Secret
  /** Of a stand-in: `http://127.0.0.1:4443`. */
  readonly endpointUrl?: string
}

export interface AzureCredentials {
  readonly kind: 'azure'
  readonly accountName?: string
  readonly accountKey?: Secret
  readonly sasToken?: Secret
  readonly tenantId?: string
  readonly clientId?: string
  readonly clientSecret?: Secret
  /** Default `<account>.blob.core.windows.net`. With a scheme for a stand-in: `http://127.0.0.1:10000/devstoreaccount1`. */
  readonly accountHost?: string
}
