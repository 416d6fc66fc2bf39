import pg from 'pg'

/** Word that a row moved, sent with `pg_notify` in the transaction that moved it. It carries the row's id and no more. */
export type Channel = {
  /**
   * Calls `heard` at each notice about `id`, and when the connection was lost and notices may be missing. Resolves
   * once listening has begun: a look at the row after that misses nothing. Answers with the function that ends it.
   */
  listen(id: string, heard: () => void): Promise<() => void>
}
export type OpenedChannel = Channel & { close(): Promise<void> }

/** Listens on one channel over one connection a process, made at the first listener and again after it was lost. */
export function openChannel(url: string, name: string): OpenedChannel {
  const listeners = new Map<string, Set<() => void>>()
  let connection: Promise<pg.Client> | undefined

  const wakeAll = () => {
    for (const heard of [...listeners.values()].flatMap((set) => [...set])) heard()
  }

  function connect(): Promise<pg.Client> {
    if (connection) return connection
    const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 15_000 })
    const made = client
      .connect()
      .then(() => client.query(`LISTEN ${pg.escapeIdentifier(name)}`))
      .then(() => client)
    const lost = () => {
      if (connection !== made) return
      connection = undefined
      client.end().catch(() => undefined)
      wakeAll()
    }
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', ({ payload }) => {
      for (const heard of [...(listeners.get(payload ?? '') ?? [])]) heard()
    })
    made.catch(lost)
    connection = made
    return made
  }

  return {
    async listen(id, heard) {
      const set = listeners.get(id) ?? new Set()
      listeners.set(id, set.add(heard))
      const end = () => {
        set.delete(heard)
        if (set.size === 0 && listeners.get(id) === set) listeners.delete(id)
      }
      try {
        await connect()
      } catch (error) {
        end()
        throw error
      }
      return end
    },
    async close() {
      const open = connection
      connection = undefined
      await (await open?.catch(() => undefined))?.end()
    },
  }
}
