import Markdown from 'react-markdown'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'

/** A statement comes from an engine or a stranger: no images, no raw HTML, no ids or classes of its own. */
const SCHEMA = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter(
    (name) => !['img', 'input', 'picture', 'source'].includes(name),
  ),
  attributes: { a: ['href'], th: ['align'], td: ['align'] },
  protocols: { href: ['http', 'https'] },
}

/** Rendered Markdown at reading size; headings start below the heading of the page. */
export function Statement({ markdown }: { markdown: string }) {
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
