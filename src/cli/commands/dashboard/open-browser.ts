type Environment = Readonly<Record<string, string | undefined>>

/** Opens a URL in the browser of who sits at this machine. Says why it did not, where nobody does. */
export async function openBrowser(url: string, env: Environment): Promise<string | undefined> {
  const reason = whyNot(env, process.platform)
  if (reason !== undefined) return reason
  try {
    const { default: open } = await import('open')
    const child = await open(url)
    child.on('error', () => {})
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function whyNot(env: Environment, platform: NodeJS.Platform): string | undefined {
  if (env.CI) return 'CI is set'
  const hasScreen = Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
  if (env.SSH_CONNECTION && !hasScreen) return 'this is a session of ssh'
  const isUnix = platform !== 'darwin' && platform !== 'win32'
  return isUnix && !hasScreen && !env.WSL_DISTRO_NAME ? 'there is no display' : undefined
}
