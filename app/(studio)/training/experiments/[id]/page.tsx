import { redirect } from 'next/navigation'
import type { PageInput } from '#app/page-input.ts'
import { context, orNotFound } from '#app/user.ts'
import { getExperiment } from '#lib/services/mlflow/get-experiment.ts'

/** An experiment by its number, as MLflow's clients know it: its runs on the training page. */
export default async function ExperimentPage({ params }: PageInput<{ id: string }>) {
  const { id } = await params
  const { experiment } = await orNotFound(
    getExperiment({ ctx: await context(), input: { experiment_id: id } }),
  )
  redirect(`/training?experiment=${encodeURIComponent(experiment.name)}`)
}
