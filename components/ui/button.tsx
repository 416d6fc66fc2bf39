import { clsx } from 'clsx'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'

const BASE =
  'inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-md border px-3 text-sm font-medium whitespace-nowrap ' +
  'transition-colors duration-100 disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-muted'

const TONES = {
  primary: 'border-transparent bg-sand text-on-sand hover:brightness-105',
  plain: 'border-line bg-raised text-ink hover:border-edge hover:bg-sunken',
  quiet: 'border-transparent bg-transparent text-ink hover:bg-sunken',
  danger: 'border-transparent bg-bad text-on-bad hover:brightness-110',
} as const

export type ButtonTone = keyof typeof TONES

/** The look of a button, for what is not one, as the label of a file input. */
export const buttonLook = (tone: ButtonTone = 'plain'): string => clsx(BASE, TONES[tone])

type ButtonProps = Omit<ComponentProps<'button'>, 'className'> & {
  tone?: ButtonTone
  /** Why the button is off; also its description for a screen reader. */
  disabledReason?: string | null
  icon?: ReactNode
}

/** A command. `disabledReason` turns it off and says why. */
export function Button({ tone, disabledReason, icon, children, disabled, ...rest }: ButtonProps) {
  const off = disabled === true || Boolean(disabledReason)
  return (
    <button
      type="button"
      {...rest}
      disabled={off}
      title={disabledReason ?? rest.title}
      className={buttonLook(tone)}
    >
      {icon}
      {children}
    </button>
  )
}

/** A link that looks like a button: it goes somewhere, it does nothing. */
export function ButtonLink({
  tone,
  icon,
  children,
  ...rest
}: Omit<ComponentProps<typeof Link>, 'className'> & { tone?: ButtonTone; icon?: ReactNode }) {
  return (
    <Link {...rest} className={buttonLook(tone)}>
      {icon}
      {children}
    </Link>
  )
}

/** A download; a plain anchor, as the router must not touch it. */
export function DownloadLink({
  href,
  children,
  icon,
}: {
  href: string
  children: ReactNode
  icon?: ReactNode
}) {
  return (
    <a href={href} download className={buttonLook()}>
      {icon}
      {children}
    </a>
  )
}

/** A square button of 28 px with an icon; the label is read aloud and shown as a tooltip. */
export function IconButton({
  label,
  children,
  ...rest
}: Omit<ComponentProps<'button'>, 'className'> & { label: string }) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-100 hover:bg-sunken hover:text-ink"
    >
      {children}
    </button>
  )
}
