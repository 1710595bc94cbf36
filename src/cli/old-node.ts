const NEEDED = { major: 22, minor: 19 }

/** What to say to who starts this with a Node that is too old; undefined: it is new enough. */
export function oldNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > NEEDED.major || (major === NEEDED.major && minor >= NEEDED.minor)) return undefined
  return `tolva needs Node ${NEEDED.major}.${NEEDED.minor} or newer, and this is ${version}\n  next: install one from https://nodejs.org, and put it first in PATH\n`
}
