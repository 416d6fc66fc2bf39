import type { Tx } from '#lib/db/client.ts'
import { COUNTED, IS_MEDAL } from '#lib/services/rollouts/rollout-view.ts'
import type { EnvironmentCounts } from '#lib/training/dead-environments.ts'

export type CountedEnvironment = EnvironmentCounts & { versionId: string | null }

/**
 * Counts of every environment of a run, in one statement: of its training rollouts, where it has any. A group is what
 * shares environment, step, name and split; single rollouts are compared with nothing and make no group. A spread that
 * comes from form alone is none: it teaches nothing of the task. Of several versions the newest is named.
 */
export const environmentCounts = (tx: Tx, runId: string): Promise<CountedEnvironment[]> => tx.$queryRaw<
  CountedEnvironment[]
>`
  with trained as (
    select distinct r.environment from rollout r where r."runId" = ${runId}::uuid and r.split = 'train'
  ), one as materialized (
    select r.environment, r."versionId", r.step, r."groupKey", r.split, r.outcome, r.tier, r.score, r.reward,
      r.program, r.reward - coalesce((r.parts ->> 'format')::float8, 0) as earned
    from rollout r where r."runId" = ${runId}::uuid
      and (r.split = 'train' or r.environment not in (select environment from trained))
  ), grouped as (
    select r.environment, r.step, max(r.earned) - min(r.earned) > 1e-9 as live, count(*)::int as rollouts,
      (count(*) filter (where ${IS_MEDAL}))::int as medals
    from one r where ${COUNTED} group by r.environment, r.step, r."groupKey", r.split having count(*) > 1
  ), alive as (
    select environment, max(step) filter (where live) as last from grouped group by environment
  ), groups as (
    select g.environment, count(*)::int as groups, (count(*) filter (where not live))::int as dead,
      coalesce(sum(g.rollouts) filter (where not live), 0)::int as "deadRollouts",
      coalesce(sum(g.medals) filter (where not live), 0)::int as "deadMedals",
      a.last, (count(*) filter (where a.last is null or g.step > a.last))::int as since,
      min(g.step) filter (where a.last is null or g.step > a.last) as "deadSince"
    from grouped g join alive a on a.environment = g.environment group by g.environment, a.last
  ), single as (
    select r.environment, max(r."versionId"::text) as "versionId",
      (count(*) filter (where ${COUNTED}))::int as rollouts,
      (count(*) filter (where not ${COUNTED}))::int as infra,
      (count(*) filter (where r.outcome = 'timeout'))::int as timeouts,
      (count(*) filter (where r.outcome = 'scored'))::int as valid,
      (count(*) filter (where ${IS_MEDAL}))::int as medals,
      (count(*) filter (where ${COUNTED} and r.earned <= 1e-9))::int as "formOnly",
      coalesce(avg(r.reward) filter (where ${COUNTED}), 0)::float8 as "meanReward",
      coalesce(min(r.program) filter (where r.outcome = 'scored')
        <> max(r.program) filter (where r.outcome = 'scored'), false) as "programsDiffer",
      coalesce(min(r.score) = max(r.score), false) as "scoresAlike"
    from one r group by r.environment
  )
  select r.*, coalesce(g.groups, 0) as groups, coalesce(g.dead, 0) as "deadGroups",
    coalesce(g."deadRollouts", 0) as "deadRollouts", coalesce(g."deadMedals", 0) as "deadMedals",
    g.last as "lastLiveStep", coalesce(g.since, 0) as "groupsSince", g."deadSince"
  from single r left join groups g on g.environment = r.environment
  order by r.environment`
