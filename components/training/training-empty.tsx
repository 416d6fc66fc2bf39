import { FileUp, FlaskConical, Radio } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Snippet } from '#components/patterns/copy-id.tsx'
import { plural } from '#components/patterns/format.ts'

type TrainingEmptyProps = {
  /** Address of this studio as the reader's browser knows it. */
  origin: string
  /** Runs that are put away. */
  archived: number
  /** Smoke tests, with the button for people who may start one. */
  smoke: ReactNode
}

/** No run yet: three ways to the first curve. */
export function TrainingEmpty({ origin, archived, smoke }: TrainingEmptyProps) {
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="text-base font-semibold">
        No training run yet. There are three ways to the first curve.
      </p>
      <ol className="grid items-start gap-3 lg:grid-cols-3">
        <Way icon={<FlaskConical size={16} aria-hidden />} title="Train a small policy here">
          <p>
            The smoke test trains a small policy on a pack with real executions and says in minutes whether
            the pack teaches. From the command line:
          </p>
          <Snippet command="sandmle train smoke --pack PACK --reward dense" label="Copy the command" />
        </Way>
        <Way icon={<Radio size={16} aria-hidden />} title="Let a trainer log here">
          <p>
            Anything that logs to MLflow logs here, while it runs. Make a token of scope trainer under{' '}
            <Link href="/people" className="link">
              People
            </Link>{' '}
            and start the trainer with:
          </p>
          <Snippet command={`MLFLOW_TRACKING_URI=${origin}`} label="Copy the tracking address" />
          <Snippet command="MLFLOW_TRACKING_TOKEN=YOUR_TOKEN" label="Copy the token line" />
        </Way>
        <Way icon={<FileUp size={16} aria-hidden />} title="Import what a trainer wrote">
          <p>
            Logs of verl, TensorBoard, trl and W&B, or plain CSV and JSON lines: on{' '}
            <Link href="/training/import" className="link">
              the import page
            </Link>
            , or
          </p>
          <Snippet command="sandmle train import FILE" label="Copy the command" />
        </Way>
      </ol>
      {archived > 0 ? (
        <p>
          <Link href="/training?archived=only" className="link">
            {plural(archived, 'archived run')}
          </Link>{' '}
          can be opened and restored.
        </p>
      ) : null}
      {smoke}
    </div>
  )
}

function Way({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <li className="min-w-0 rounded-md border border-line bg-raised p-3">
      <h2 className="flex items-center gap-2 text-base">
        {icon}
        {title}
      </h2>
      <div className="mt-2 flex flex-col gap-2">{children}</div>
    </li>
  )
}
