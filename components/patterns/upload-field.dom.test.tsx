import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { SendEvents } from '#components/data/send-file.ts'
import { UploadField } from '#components/patterns/upload-field.tsx'

const zip = (name: string, text = 'PK') => new File([text], name, { type: 'application/zip' })

/** A field whose files are sent by `send`, and what it was asked to send. */
function field(send: (file: File, events: SendEvents) => Promise<void> = async () => undefined) {
  const sent: string[] = []
  render(
    <UploadField
      label="Upload a zip"
      accept=".zip"
      maxBytes={8}
      multiple
      send={(file, events) => {
        sent.push(file.name)
        return send(file, events)
      }}
    >
      One folder a task.
    </UploadField>,
  )
  return { sent, input: screen.getByLabelText<HTMLInputElement>('Upload a zip') }
}
// What is dropped passes by the input's own choice of endings.
const asDropped = () => userEvent.setup({ applyAccept: false })

test('refused files are named with the reason, and those beside them are sent in their order', async () => {
  const { sent, input } = field()
  const files = [
    zip('b.zip'),
    zip('empty.zip', ''),
    zip('notes.txt'),
    zip('large.zip', '123456789'),
    zip('a.zip'),
  ]
  await asDropped().upload(input, files)
  await vi.waitFor(() => expect(sent).toEqual(['b.zip', 'a.zip']))
  expect(screen.getByRole('alert').textContent).toBe(
    'empty.zip is empty.notes.txt does not end in .zip.large.zip is larger than 8 B.',
  )
  await asDropped().upload(input, [zip('c.zip')])
  await vi.waitFor(() => expect(sent).toEqual(['b.zip', 'a.zip', 'c.zip']))
  expect(screen.queryByRole('alert')).toBeNull()
})

test('the server’s reason stands beside the file, with what was not sent', async () => {
  const { sent, input } = field(async (file) => {
    if (file.name === 'b.zip') throw new Error('The archive holds a link.')
  })
  await asDropped().upload(input, [zip('a.zip'), zip('b.zip'), zip('c.zip')])
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toBe('b.zip: The archive holds a link. Not sent: c.zip.')
  expect(sent).toEqual(['a.zip', 'b.zip'])
  expect(input.disabled).toBe(false)
})

test('bytes on their way are shown, and sending can be stopped', async () => {
  const user = userEvent.setup()
  const { input } = field(
    (_, { onBytes, signal }) =>
      new Promise((_resolve, reject) => {
        onBytes(1, 2)
        signal.addEventListener('abort', () => reject(new Error('Upload cancelled; nothing was stored.')))
      }),
  )
  await user.upload(input, zip('a.zip'))
  const progress = await screen.findByRole('progressbar', { name: 'Upload of a.zip' })
  expect(progress.getAttribute('value')).toBe('1')
  expect(input.disabled).toBe(true)
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect((await screen.findByRole('alert')).textContent).toBe('Upload cancelled; nothing was stored.')
})
