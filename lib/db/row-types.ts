// The words of rows, by the names that prisma/schema.prisma gives in brackets (`/// [RunStatus]`); the generator
// `words` writes them into the database client. CHECK constraints hold them (lib/db/words.ts). A Json column is
// `unknown` until `stored()` of lib/domain/parse.ts has read it.

import type { WORDS } from '#lib/db/words.ts'
import type * as task from '#lib/domain/artefacts/task.ts'
import type * as certification from '#lib/domain/certification.ts'
import type * as exchange from '#lib/domain/exchange.ts'
import type * as feedback from '#lib/domain/feedback.ts'
import type * as gates from '#lib/domain/gates.ts'
import type * as modelReview from '#lib/domain/model-review.ts'
import type * as notice from '#lib/domain/notice.ts'
import type * as model from '#lib/domain/ports/language-model.ts'
import type * as sandbox from '#lib/domain/ports/sandbox.ts'
import type * as results from '#lib/domain/results.ts'
import type * as review from '#lib/domain/review-policy.ts'
import type * as revision from '#lib/domain/revision.ts'
import type * as run from '#lib/domain/run.ts'
import type * as training from '#lib/domain/training.ts'
import type * as trial from '#lib/domain/trial.ts'
import type * as version from '#lib/domain/version.ts'
import type * as words from '#lib/domain/vocabulary.ts'

declare global {
  namespace PrismaJson {
    type UserRole = words.UserRole
    type TokenScope = words.TokenScope
    type Modality = words.Modality
    type TaskType = words.TaskType
    type Metric = words.Metric
    type Direction = words.Direction
    type Role = words.Role
    type ModelRole = words.ModelRole
    type Tier = words.Tier
    type CertificateKind = words.CertificateKind
    type RunStatus = run.RunStatus
    type CandidateStatus = run.CandidateStatus
    type CandidatePhase = run.CandidatePhase
    type ProviderKind = model.ProviderKind
    type StructuredOutput = model.StructuredOutput
    type ModelFinish = model.ModelFinish
    type ConnectionCheck = exchange.ConnectionCheck
    type ExchangeStatus = exchange.ExchangeStatus
    type VersionStatus = version.VersionStatus
    type PackStatus = version.PackStatus
    type AdvisorySeverity = version.AdvisorySeverity
    type TrialStatus = trial.TrialStatus
    type Part = feedback.Part
    type ContractKind = (typeof task.CONTRACT_KINDS)[number]
    type CertificationStatus = certification.CertificationStatus
    type CertificationVerdict = certification.CertificationVerdict
    type RevisionStatus = revision.RevisionStatus
    type GateId = gates.GateId
    type GateVerdict = gates.GateVerdict
    type ReviewVerdict = review.ReviewVerdict
    type ReviewCriterionId = review.ReviewCriterionId
    type ModelReviewStatus = modelReview.ModelReviewStatus
    type Judgement = modelReview.Judgement
    type PackLayout = version.PackLayout
    type Split = version.Split
    type TrainingSource = training.TrainingSource
    type TrainingStatus = training.TrainingStatus
    type RewardTable = training.RewardTable
    type ModelStatus = training.ModelStatus
    type RolloutSplit = training.RolloutSplit
    type RolloutOutcome = training.RolloutOutcome
    type SmokeReward = training.SmokeReward
    type SmokeControl = training.SmokeControl
    type SmokeStatus = training.SmokeStatus
    type ImportTarget = training.ImportTarget
    type ImportStatus = training.ImportStatus
    type SavedViewPage = training.SavedViewPage
    type Benchmark = results.Benchmark
    type Method = results.Method
    type FeedbackKind = results.FeedbackKind
    type Adjudication = results.Adjudication
    type InviteKind = (typeof WORDS.Invite.kind)[number]
    type ActorKind = (typeof WORDS.Audit.actorKind)[number]
    type StepStatus = (typeof WORDS.Step.status)[number]
    type CheckStatus = (typeof WORDS.ArtefactCheck.status)[number]
    type FindingSeverity = (typeof WORDS.Finding.severity)[number]
    type NonFinite = (typeof WORDS.MetricSeries.lastNonFinite)[number]
    type CertifiedStatus = (typeof certification.CERTIFIED_STATUSES)[number]
    type SandboxStatus = (typeof sandbox.SANDBOX_STATUSES)[number]
    type NoticeKind = (typeof notice.NOTICE_KINDS)[number]
    type EventLevel = run.EventLevel
  }
}
