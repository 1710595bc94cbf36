import { lexer, type Token, type Tokens } from 'marked'
import { type ComponentChildren, h } from 'preact'
import { useMemo } from 'preact/hooks'
import { safeLink } from './safe-link.ts'
import './markdown.css'

interface MarkdownProps {
  readonly text: string
  /** Its largest heading is of this level. */
  readonly level?: number
}

/** A text in markdown as elements. HTML in it is shown as text, pictures as links: nothing is fetched and nothing runs. */
export function Markdown({ text, level = 3 }: MarkdownProps) {
  const tokens = useMemo(() => lexer(text, { gfm: true }), [text])
  return <div class="markdown">{blocks(tokens, level)}</div>
}

function blocks(tokens: readonly Token[], level: number): ComponentChildren {
  return tokens.map((token, i) => <Block key={i} token={token} level={level} />)
}

/** The lexer's own type of a token allows any; a token is told by its type. */
function is<Type extends Tokens.Generic['type'], T extends { readonly type: Type }>(
  token: Token,
  type: Type,
): token is Token & T {
  return token.type === type
}

function Block({ token, level }: { readonly token: Token; readonly level: number }) {
  if (is<'heading', Tokens.Heading>(token, 'heading')) {
    return h(`h${Math.min(6, level + token.depth - 1)}`, {}, inline(token.tokens))
  }
  if (is<'paragraph', Tokens.Paragraph>(token, 'paragraph')) return <p>{inline(token.tokens)}</p>
  if (is<'code', Tokens.Code>(token, 'code')) return <pre>{token.text}</pre>
  if (is<'blockquote', Tokens.Blockquote>(token, 'blockquote'))
    return <blockquote>{blocks(token.tokens, level)}</blockquote>
  if (is<'hr', Tokens.Hr>(token, 'hr')) return <hr />
  if (is<'space', Tokens.Space>(token, 'space')) return null
  if (is<'table', Tokens.Table>(token, 'table')) return <MarkdownTable table={token} />
  if (is<'list', Tokens.List>(token, 'list')) {
    const items = token.items.map((item, i) => (
      <li key={i}>
        {item.task && <input type="checkbox" checked={item.checked === true} disabled aria-label="done" />}
        {blocks(item.tokens, level)}
      </li>
    ))
    return token.ordered ? <ol start={Number(token.start) || 1}>{items}</ol> : <ul>{items}</ul>
  }
  return <>{inline([token])}</>
}

function MarkdownTable({ table }: { readonly table: Tokens.Table }) {
  const cell = (one: Tokens.TableCell) => (one.align === 'right' ? 'number' : undefined)
  return (
    <div class="table-around">
      <table class="table">
        <thead>
          <tr>
            {table.header.map((one, i) => (
              <th key={i} scope="col" class={cell(one)}>
                {inline(one.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, i) => (
            <tr key={i}>
              {row.map((one, j) => (
                <td key={j} class={cell(one)}>
                  {inline(one.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function inline(tokens: readonly Token[]): ComponentChildren {
  return tokens.map((token, i) => <Inline key={i} token={token} />)
}

function Inline({ token }: { readonly token: Token }) {
  if (is<'strong', Tokens.Strong>(token, 'strong')) return <strong>{inline(token.tokens)}</strong>
  if (is<'em', Tokens.Em>(token, 'em')) return <em>{inline(token.tokens)}</em>
  if (is<'del', Tokens.Del>(token, 'del')) return <s>{inline(token.tokens)}</s>
  if (is<'codespan', Tokens.Codespan>(token, 'codespan')) return <code>{token.text}</code>
  if (is<'br', Tokens.Br>(token, 'br')) return <br />
  if (is<'link', Tokens.Link>(token, 'link')) return <SafeLink href={token.href}>{inline(token.tokens)}</SafeLink>
  if (is<'image', Tokens.Image>(token, 'image')) return <SafeLink href={token.href}>{token.text || 'picture'}</SafeLink>
  if (is<'text', Tokens.Text>(token, 'text') && token.tokens !== undefined) return <>{inline(token.tokens)}</>
  if (is<'text', Tokens.Text>(token, 'text') || is<'escape', Tokens.Escape>(token, 'escape')) return <>{token.text}</>
  return <>{token.raw}</>
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
