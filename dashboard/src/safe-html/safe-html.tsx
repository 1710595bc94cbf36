import { type ComponentChildren, h } from 'preact'
import { useMemo } from 'preact/hooks'
import { safeLink } from './safe-link.ts'
import './safe-html.css'

interface SafeHtmlProps {
  /** What the server made of a text in markdown. */
  readonly html: string
  /** Its largest heading is of this level. */
  readonly level?: number
}

const TAGS = /^(p|strong|em|del|s|code|pre|ul|ol|li|blockquote|hr|br|table|thead|tbody|tr|th|td)$/

/**
 * A text as elements. The server made it safe, and the page trusts no text all the same: elements that texts are made of are
 * built anew, of all others only their text is left, and of attributes none but the address of a link.
 */
export function SafeHtml({ html, level = 3 }: SafeHtmlProps) {
  // A document that is shown nowhere: nothing in it runs or is fetched.
  const body = useMemo(() => new DOMParser().parseFromString(html, 'text/html').body, [html])
  return <div class="markdown">{rebuilt(body, level)}</div>
}

function rebuilt(parent: Node, level: number): ComponentChildren[] {
  return [...parent.childNodes].map((node) => {
    if (!(node instanceof Element)) return node.nodeType === Node.TEXT_NODE ? node.textContent : null
    const tag = node.tagName.toLowerCase()
    const inside = rebuilt(node, level)
    if (tag === 'a') return <SafeLink href={node.getAttribute('href') ?? ''}>{inside}</SafeLink>
    if (tag === 'img') return node.getAttribute('alt')
    const heading = /^h([1-6])$/.exec(tag)?.[1]
    if (heading !== undefined) return h(`h${Math.min(6, level + Number(heading) - 1)}`, {}, ...inside)
    if (tag === 'table') return <table class="table">{inside}</table>
    if (/^(script|style|template)$/.test(tag)) return null
    return TAGS.test(tag) ? h(tag, {}, ...inside) : inside
  })
}

function SafeLink({ href, children }: { readonly href: string; readonly children: ComponentChildren }) {
  const safe = safeLink(href)
  if (safe === undefined) return <>{children}</>
  const isElsewhere = /^[a-z]+:/i.test(safe)
  return (
    <a href={safe} {...(isElsewhere && { target: '_blank', rel: 'noopener noreferrer' })}>
      {children}
    </a>
  )
}
