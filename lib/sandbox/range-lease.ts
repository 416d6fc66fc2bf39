import { createServer } from 'node:net'

/** Gives the range back; the end of the process does the same. */
export type RangeLease = { release(): void }

/**
 * Takes a range of uids for this sandbox alone: the kernel counts processes, signals and watches by uid, so two
 * sandboxes in one range could starve each other. An abstract socket is the lease: only one process can listen on a
 * name, and a killed one leaves nothing behind.
 * @param first - The range's first uid.
 * @returns null while another sandbox of this network namespace holds it.
 */
export function leaseRange(first: number): Promise<RangeLease | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', () => resolve(null))
    server.listen(`\0sandmle-uids-${first}`, () => {
      server.unref()
      resolve({ release: () => void server.close() })
    })
  })
}
