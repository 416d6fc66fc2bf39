/** Bytes that are in memory already, as the reader of tables takes them. */
export async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
