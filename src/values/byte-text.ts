/** `0 B`, `12.3 kB`, `4.0 MB`. */
export function byteText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const [unit, factor] = bytes < 1e6 ? ['kB', 1e3] : bytes < 1e9 ? ['MB', 1e6] : ['GB', 1e9]
  return `${(bytes / Number(factor)).toFixed(1)} ${unit}`
}
