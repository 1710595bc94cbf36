/** Markdown as HTML that may stand in a page: HTML in it stays text, and links go to web pages only. */
export async function markdownHtml(markdown: string): Promise<string> {
  const [{ micromark }, { gfmTable, gfmTableHtml }] = await Promise.all([
    import('micromark'),
    import('micromark-extension-gfm-table'),
  ])
  return micromark(markdown, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] })
}
