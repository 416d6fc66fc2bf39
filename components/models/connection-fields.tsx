import { KIND_WORDS, keyWords, STRUCTURED_WORDS } from '#components/models/connection-words.ts'
import { typedUsd } from '#components/models/usd.ts'
import { CheckField, SelectField, TextField } from '#components/ui/field.tsx'
import type { ConnectionView } from '#lib/contracts/connections.ts'
import { PROVIDER_KINDS, STRUCTURED_OUTPUTS } from '#lib/domain/ports/language-model.ts'

const KINDS = PROVIDER_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))
const OUTPUTS = STRUCTURED_OUTPUTS.map((value) => ({ value, label: STRUCTURED_WORDS[value] }))

type ConnectionFieldsProps = {
  connection: ConnectionView | null
  capError: string | undefined
}

/** Everything of a connection but its prices. */
export function ConnectionFields({ connection, capError }: ConnectionFieldsProps) {
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label="Name"
          name="name"
          required
          maxLength={60}
          defaultValue={connection?.name}
          hint="Letters, digits, spaces, dots and dashes."
        />
        <SelectField
          label="Provider"
          name="kind"
          options={KINDS}
          defaultValue={connection?.kind}
          hint="vLLM, llama.cpp, Ollama, OpenRouter and OpenAI speak the first."
        />
      </div>
      <TextField
        label="Base URL"
        name="baseUrl"
        type="url"
        required
        maxLength={500}
        defaultValue={connection?.baseUrl}
        placeholder="https://api.example.org/v1"
        hint="With its version part."
      />
      <KeyField hint={connection?.keyHint ?? null} />
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label="JSON answers"
          name="structuredOutput"
          options={OUTPUTS}
          defaultValue={connection?.structuredOutput ?? 'none'}
          hint="What the server can be asked for. Text is always read leniently."
        />
        <TextField
          label="Cap over all runs, USD"
          name="cap"
          inputMode="decimal"
          defaultValue={connection?.capMicroUsd == null ? '' : typedUsd(connection.capMicroUsd)}
          hint="Empty: only the caps of the runs hold."
          error={capError}
        />
      </div>
      <CheckField
        name="allowPrivate"
        defaultChecked={connection?.allowPrivate ?? false}
        label="Allow private and loopback addresses"
        hint="Needed for a server on this machine or in your network. Workers will then send requests to whatever answers at this address inside your network, so allow it only for a server that you trust."
      />
    </>
  )
}

function KeyField({ hint }: { hint: string | null }) {
  return (
    <>
      <TextField
        label="Key"
        name="apiKey"
        type="password"
        autoComplete="off"
        maxLength={1000}
        hint={
          hint === null
            ? 'Sealed before it is stored, and never shown again. Empty: the server wants none.'
            : `Stored: ${keyWords(hint)}. Empty: it stays.`
        }
      />
      {hint === null ? null : <CheckField name="removeKey" label="Remove the stored key" />}
    </>
  )
}
