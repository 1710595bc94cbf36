/** `0.4 ms`, `12 ms`, `1.2 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1) return ms <= 0 ? '0 ms' : `${ms.toFixed(1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(ms < 9950 ? 2 : 1).replace(/\.?0+$/, '')} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min${part(seconds % 60, 's')}`
  const minutes = Math.round(seconds / 60)
  if (minutes < 2880) return `${Math.floor(minutes / 60)} h${part(minutes % 60, 'min')}`
  return `${Math.round(minutes / 1440)} days`
}

function part(value: number, unit: string): string {
  return value === 0 ? '' : ` ${value} ${unit}`
}

/** Seconds since a start, for the scale of a plot: `0:20`, `12:05`, `1:02:00`. */
export function formatClock(seconds: number): string {
  const whole = Math.floor(seconds)
  const rest = seconds - whole
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const end = `${two(whole % 60)}${rest >= 0.05 ? `.${Math.floor(rest * 10 + 0.001)}` : ''}`
  return hours > 0 ? `${hours}:${two(minutes)}:${end}` : `${minutes}:${end}`
}
