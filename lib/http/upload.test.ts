import { expect, test } from 'vitest'
import { piecesOf } from '#lib/http/upload.ts'

/** A body of these pieces, each after so many milliseconds; null: nothing more, and no end. */
const bodyOf = (pieces: readonly (readonly [ms: number, bytes: number] | null)[]) =>
  new ReadableStream<Uint8Array>({
    async start(controller) {
      for (const piece of pieces) {
        if (piece === null) return
        const [ms, bytes] = piece
        await new Promise((resolve) => setTimeout(resolve, ms))
        controller.enqueue(new Uint8Array(bytes))
      }
      controller.close()
    },
  })

async function bytesOf(body: ReadableStream<Uint8Array> | null): Promise<number> {
  let bytes = 0
  for await (const piece of piecesOf({ body }, { ms: 200, bytes: 1024 })) bytes += piece.length
  return bytes
}

test('an upload that keeps its pace is read to its end, however long it takes', async () => {
  expect(await bytesOf(bodyOf(Array.from({ length: 8 }, () => [100, 4096] as const)))).toBe(8 * 4096)
  expect(await bytesOf(bodyOf([[0, 3]]))).toBe(3)
  expect(await bytesOf(null)).toBe(0)
})

test.each([
  ['falls silent', [[0, 4096], null]],
  ['dribbles', Array.from({ length: 40 }, () => [50, 1] as const)],
] as const)('one that %s is ended, and told so', async (_, pieces) => {
  await expect(bytesOf(bodyOf(pieces))).rejects.toThrow(/less than 1 KiB within 0.2 seconds/)
})
