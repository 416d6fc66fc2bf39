import { PIECE_BYTES } from '#workers/reading/reading-limits.ts'

export type Piece = { bytes: Uint8Array; isLast: boolean }

/** The same bytes in pieces of one size, so that small ones do not each cost a message; an empty file is one piece. */
export async function* inPieces(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  let held: Uint8Array[] = []
  let bytes = 0
  for await (const part of stream)
    for (let at = 0; at < part.length; at += PIECE_BYTES) {
      const piece = part.subarray(at, at + PIECE_BYTES)
      if (bytes + piece.length > PIECE_BYTES) {
        yield { bytes: Buffer.concat(held), isLast: false }
        held = []
        bytes = 0
      }
      held.push(piece)
      bytes += piece.length
    }
  yield { bytes: Buffer.concat(held), isLast: true }
}
