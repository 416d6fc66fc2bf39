import type { Action } from '#components/data/action-state.ts'
import type {
  ConnectionView,
  CreateConnectionInput,
  UpdateConnectionBody,
} from '#lib/contracts/connections.ts'

/** What the owner may do with connections; the page hands the server's verbs over. */
export type ConnectionActions = {
  create: Action<CreateConnectionInput, ConnectionView>
  update: Action<UpdateConnectionBody & { id: string }, ConnectionView>
  disable: Action<{ id: string }, ConnectionView>
  check: Action<{ id: string }, ConnectionView>
}
