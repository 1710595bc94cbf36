/** Where a destination is: of a file on this machine its path, of all others the whole address. */
export function locationText(location: string): string {
  return location.replace(/^\w+:\/\/\/(?=\/|[A-Za-z]:[\\/])/, '')
}
