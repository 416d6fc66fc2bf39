import { Snippet } from '#components/patterns/copy-id.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'

/** The empty product: three steps, each with its button and its command. */
export function FirstSteps({ seeds, mayStart }: { seeds: number; mayStart: boolean }) {
  return (
    <Panel title="Three steps to the first environment">
      <ol className="grid gap-4 md:grid-cols-3">
        <li className="flex flex-col gap-2">
          <h3>1. Bring seeds</h3>
          <p className="text-muted">
            {seeds > 0
              ? `${seeds} seeds are in the library already.`
              : 'Upload a zip of real tasks; structure is learned, stories are not.'}
          </p>
          <Snippet label="Copy command" command="npx sandmle seeds import tasks.zip" />
        </li>
        <li className="flex flex-col gap-2">
          <h3>2. Start a run</h3>
          <p className="text-muted">Four roles turn each seed into candidates; gates verify every one.</p>
          <Snippet label="Copy command" command="npx sandmle generate --candidates 8" />
          {mayStart ? (
            <div>
              <ButtonLink tone="primary" href="/runs/new">
                New run
              </ButtonLink>
            </div>
          ) : null}
        </li>
        <li className="flex flex-col gap-2">
          <h3>3. Review and pack</h3>
          <p className="text-muted">
            Somebody else than the author approves; approved versions become a pack.
          </p>
          <Snippet label="Copy command" command="npx sandmle pack build first" />
        </li>
      </ol>
    </Panel>
  )
}
