'use client'

import { useRouter } from 'next/navigation'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { ActionForm } from '#components/patterns/action-form.tsx'
import { Snippet } from '#components/patterns/copy-id.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Time } from '#components/patterns/time.tsx'
import { Button } from '#components/ui/button.tsx'
import { SelectField, TextField } from '#components/ui/field.tsx'
import type { TokenCreated, TokenView } from '#lib/contracts/people.ts'
import { TOKEN_SCOPES, type TokenScope } from '#lib/domain/vocabulary.ts'

const SCOPE_WORDS = {
  agent: 'agent: read and score environments',
  trainer: 'trainer: also read packs and log training runs',
  viewer: 'viewer: read what a viewer may',
  reviewer: 'reviewer: read, score and review',
  researcher: 'researcher: all that a researcher may do',
  owner: 'owner: all that an owner may do',
} as const satisfies Record<TokenScope, string>

/** The weakest first: it is what a form sends that nobody touched. */
const optionsOf = (scopes: readonly TokenScope[]) =>
  scopes.toReversed().map((value) => ({ value, label: SCOPE_WORDS[value] }))

type TokenPanelProps = {
  tokens: readonly TokenView[]
  /** Those that the reader may give. */
  scopes: readonly TokenScope[]
  create: Action<{ name: string; scope: TokenScope }, TokenCreated>
  revoke: Action<{ tokenId: string }, unknown>
}

/** Tokens for the command line and for trainers: shown once, stored as hashes, revoked with one click. */
export function TokenPanel({ tokens, scopes, create, revoke }: TokenPanelProps) {
  const router = useRouter()
  const { run, pending, result } = useAction(create, () => router.refresh())
  return (
    <>
      <div className="flex flex-col gap-3 p-3">
        <ActionForm
          sent={{ pending, result }}
          onSend={(data) => {
            const scope = TOKEN_SCOPES.find((known) => known === data.get('scope')) ?? 'agent'
            run({ name: String(data.get('name')), scope })
          }}
          words={{ send: 'Create a token', sending: 'Creating the token' }}
          tone="plain"
        >
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField label="Token name" name="name" required maxLength={80} />
            <SelectField label="Scope" name="scope" options={optionsOf(scopes)} />
          </div>
        </ActionForm>
        {result?.ok ? (
          <div role="status" className="flex flex-col gap-1">
            <p>Copy it now; it is not shown again.</p>
            <Snippet label="Copy token" command={result.data.token} />
          </div>
        ) : null}
      </div>
      {tokens.length > 0 ? (
        <PlainTable
          caption="Tokens"
          columns={[
            { title: 'Name' },
            { title: 'Scope' },
            { title: 'Person' },
            { title: 'Created' },
            { title: 'Last used' },
            { title: 'Access' },
          ]}
          rows={tokens.map((token) => ({
            id: token.id,
            cells: [
              token.name,
              token.scope,
              token.userName,
              <Time key="created" iso={token.createdAt} />,
              token.lastUsedAt ? <Time key="used" iso={token.lastUsedAt} /> : 'never',
              token.revokedAt ? (
                <span key="revoked" className="text-muted">
                  revoked
                </span>
              ) : (
                <Revoke key="revoke" token={token} revoke={revoke} />
              ),
            ],
          }))}
        />
      ) : null}
    </>
  )
}

function Revoke({ token, revoke }: { token: TokenView; revoke: TokenPanelProps['revoke'] }) {
  const router = useRouter()
  const { run, pending, result } = useAction(revoke, () => router.refresh())
  return (
    <>
      <Button
        disabled={pending}
        aria-label={`Revoke ${token.name}`}
        onClick={() => run({ tokenId: token.id })}
      >
        Revoke
      </Button>
      <ActionError result={result} />
    </>
  )
}
