import type { Command } from '#cli/command.ts'
import { EXIT } from '#cli/failure.ts'
import { requiredChoice } from '#cli/input-file.ts'
import { PEOPLE } from '#lib/contracts/people.ts'
import { TOKEN_SCOPES } from '#lib/domain/vocabulary.ts'

export const tokenCommands: readonly Command[] = [
  {
    words: ['token', 'create'],
    args: [],
    options: {
      name: { type: 'string', value: 'NAME', required: true },
      scope: { type: 'string', value: TOKEN_SCOPES.join('|'), required: true },
    },
    summary: 'Makes an API token and prints it once; only its hash is kept.',
    run: async (call) => {
      const input = { name: call.text('name') ?? '', scope: requiredChoice(call, 'scope', TOKEN_SCOPES) }
      const created = await (await call.client()).call(PEOPLE.createToken, input)
      call.print(created, () => created.token)
      return EXIT.ok
    },
  },
]
