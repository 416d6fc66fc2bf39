import { maskedCrc32c } from '#lib/training/parsers/tensorboard/crc32c.ts'

/** Builds event files byte by byte, for what no writer produces: damage, odd types, huge lengths. */

const bytesOf = (size: number, write: (view: DataView) => void): number[] => {
  const view = new DataView(new ArrayBuffer(size))
  write(view)
  return [...new Uint8Array(view.buffer)]
}
export const f32 = (value: number) => bytesOf(4, (view) => view.setFloat32(0, value, true))
export const f64 = (value: number) => bytesOf(8, (view) => view.setFloat64(0, value, true))
const u32 = (value: number) => bytesOf(4, (view) => view.setUint32(0, value, true))
export const text = (value: string) => [...new TextEncoder().encode(value)]

export function varint(value: number | bigint): number[] {
  let left = BigInt.asUintN(64, BigInt(value))
  const out: number[] = []
  for (; left > 127n; left >>= 7n) out.push(Number(left & 127n) | 128)
  return [...out, Number(left)]
}
export const number = (field: number, value: number | bigint) => [...varint(field * 8), ...varint(value)]
export const message = (field: number, content: readonly number[]) => [
  ...varint(field * 8 + 2),
  ...varint(content.length),
  ...content,
]
export const fixed64 = (field: number, value: number) => [...varint(field * 8 + 1), ...f64(value)]
export const fixed32 = (field: number, value: number) => [...varint(field * 8 + 5), ...f32(value)]

export function record(payload: readonly number[]): number[] {
  const length = [...u32(payload.length), ...u32(0)]
  return [
    ...length,
    ...u32(maskedCrc32c(Uint8Array.from(length))),
    ...payload,
    ...u32(maskedCrc32c(Uint8Array.from(payload))),
  ]
}
export const version = () => record([...fixed64(1, 1000), ...message(3, text('brain.Event:2'))])
export const event = (wallTime: number, step: number | bigint, values: readonly number[]) =>
  record([...fixed64(1, wallTime), ...number(2, step), ...message(5, values)])
export const simple = (tag: string, value: number) =>
  message(1, [...message(1, text(tag)), ...fixed32(2, value)])
export const plugin = (name: string) => message(9, message(1, message(1, text(name))))
export const tensor = (tag: string, content: readonly number[], metadata: readonly number[] = []) =>
  message(1, [...message(1, text(tag)), ...message(8, content), ...metadata])
export const restart = (step: number) =>
  record([...fixed64(1, 1000), ...number(2, step), ...message(7, number(1, 1))])
