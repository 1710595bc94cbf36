/**
 * Where the blobs of an account are: `https://<account>.blob.core.windows.net`. A host of one's own stands in its place; with a scheme
 * it is taken as it is. A host of the other interface (`dfs`) is that of the blobs.
 */
export function blobEndpoint(accountName: string, accountHost: string | undefined): string {
  if (accountHost === undefined || accountHost === '') return `https://${accountName}.blob.core.windows.net`
  if (accountHost.includes('://')) return accountHost.replace(/\/$/, '')
  return `https://${accountHost.replace('.dfs.', '.blob.').replace(/\/$/, '')}`
}
