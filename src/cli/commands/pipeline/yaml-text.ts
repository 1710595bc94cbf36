/** Plain data as YAML for people. */
export async function yamlText(data: unknown): Promise<string> {
  const { stringify } = await import('yaml')
  return stringify(JSON.parse(JSON.stringify(data)), { lineWidth: 0 }).trimEnd()
}
