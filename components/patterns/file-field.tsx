'use client'

import { clsx } from 'clsx'
import { Upload } from 'lucide-react'
import { type DragEvent, type ReactNode, useId, useState } from 'react'
import { type FileRules, sortFiles } from '#components/patterns/refused-files.ts'
import { type ButtonTone, buttonLook } from '#components/ui/button.tsx'

export type FileFieldProps = FileRules & {
  /** Words of the button. */
  label: string
  tone?: ButtonTone
  disabled?: boolean
  /** Gets the files that are taken; what is wrong with their neighbours is told in place. */
  onFiles: (files: readonly File[]) => void
  /** What stands beside the button, in a frame that files can be dropped on. */
  children?: ReactNode
}

/** Takes files by choice or drop. A refused file is named with the reason, and those beside it are taken. */
export function FileField({ label, tone, disabled = false, onFiles, children, ...rules }: FileFieldProps) {
  const id = useId()
  const [isOver, setOver] = useState(false)
  const [refusals, setRefusals] = useState<readonly string[]>([])
  async function take(files: readonly File[]) {
    if (disabled || files.length === 0) return
    const sorted = await sortFiles(files, rules)
    setRefusals(sorted.refusals)
    if (sorted.taken.length > 0) onFiles(sorted.taken)
  }
  const drop = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      setOver(false)
      void take([...event.dataTransfer.files])
    },
  }
  return (
    <div
      {...drop}
      className={clsx(
        'flex flex-wrap items-center gap-x-4 gap-y-2',
        children !== undefined && 'rounded-md border border-dashed p-3',
        isOver ? 'border-sand bg-sunken' : 'border-edge',
      )}
    >
      <input
        id={id}
        type="file"
        accept={rules.accept}
        multiple={rules.multiple}
        disabled={disabled}
        className="sr-only"
        onChange={({ target }) => {
          void take([...(target.files ?? [])])
          // The same file can be chosen again once it is fixed.
          target.value = ''
        }}
      />
      <label
        htmlFor={id}
        className={clsx(
          buttonLook(tone),
          'cursor-pointer [input:disabled+&]:cursor-not-allowed [input:disabled+&]:opacity-60 [input:focus-visible+&]:outline-2 [input:focus-visible+&]:outline-offset-2 [input:focus-visible+&]:outline-focus',
        )}
      >
        <Upload size={14} aria-hidden />
        {label}
      </label>
      {children}
      {refusals.length === 0 ? null : (
        <ul role="alert" className="flex w-full flex-col gap-1 text-xs text-bad-text">
          {refusals.map((refusal) => (
            <li key={refusal} className="[overflow-wrap:anywhere]">
              {refusal}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
