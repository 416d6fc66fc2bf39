type Call<Ctx, Input> = { ctx: Ctx; input: Input }

/** For endpoints below `/training/{id}`: the verbs call that id `runId`. */
export const ofTrainingRun =
  <Ctx, Input extends { runId: string }, Out>(verb: (call: Call<Ctx, Input>) => Promise<Out>) =>
  ({ ctx, input }: Call<Ctx, Omit<Input, 'runId'> & { id: string }>): Promise<Out> => {
    const named: object = { ...input, runId: input.id }
    return verb({ ctx, input: named as Input })
  }
