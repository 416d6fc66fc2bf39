/** For routes below `/training/{id}`: the verbs call that id `runId`. */
export const ofTrainingRun =
  <Ctx, Out>(verb: (call: { ctx: Ctx; input: unknown }) => Promise<Out>) =>
  ({ ctx, input }: { ctx: Ctx; input: { id: unknown } }): Promise<Out> =>
    verb({ ctx, input: { ...input, runId: input.id } })
