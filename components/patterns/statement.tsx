import Markdown from 'react-markdown'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import { formatCount } from '#components/patterns/format.ts'
import { shownOf } from '#components/patterns/tame-markdown.ts'

/** A statement comes from an engine or a stranger: no images, no raw HTML, no ids or classes of its own. */
const SCHEMA = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter(
    (name) => !['img', 'input', 'picture', 'source'].includes(name),
  ),
  attributes: { a: ['href'], th: ['align'], td: ['align'] },
  protocols: { href: ['http', 'https'] },
}

/**
 * Rendered Markdown at reading size; headings start below the heading of the page. A long text is cut, one that is no
 * page of Markdown is shown as it is; `whole` is the address of the file.
 */
export function Statement({ markdown, whole }: { markdown: string; whole: string }) {
  const { text, isCut, isRendered } = shownOf(markdown)
  return (
    <>
      {isRendered ? <Rendered markdown={text} /> : <pre className="whitespace-pre-wrap">{text}</pre>}
      {isCut || !isRendered ? (
        <p className="mt-3 text-muted">
          {isCut
            ? `The first ${formatCount(text.length)} of ${formatCount(markdown.length)} characters. `
            : ''}
          {isRendered ? '' : 'This text is not rendered: it has too many marks. '}
          <a href={whole} download>
            Download the whole statement
          </a>
        </p>
      ) : null}
    </>
  )
}

function Rendered({ markdown }: { markdown: string }) {
  return (
    <div className="statement">
      <Markdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[[rehypeSanitize, SCHEMA]]}
        components={{
          h1: ({ children }) => <h2>{children}</h2>,
          h2: ({ children }) => <h3>{children}</h3>,
          h3: ({ children }) => <h4 className="font-semibold">{children}</h4>,
          a: ({ href, children }) => (
            <a href={href} rel="noreferrer noopener" target="_blank">
              {children}
            </a>
          ),
        }}
      >
        {markdown}
      </Markdown>
    </div>
  )
}
