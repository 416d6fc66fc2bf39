-- Expand: who a score was told to, under which contract and about which rows; rollouts with gradings of their own.

CREATE TABLE "feedback_rollout" (
    "id" UUID NOT NULL,
    "environmentId" UUID NOT NULL,
    "personId" TEXT NOT NULL,
    "openedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "feedback_rollout_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "feedback_rollout_personId_environmentId_createdAt_idx" ON "feedback_rollout"("personId", "environmentId", "createdAt");
ALTER TABLE "feedback_rollout" ADD CONSTRAINT "feedback_rollout_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE TRIGGER feedback_rollout_append_only BEFORE UPDATE OR DELETE ON "feedback_rollout" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER feedback_rollout_no_truncate BEFORE TRUNCATE ON "feedback_rollout" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE "trial" ADD COLUMN "personId" TEXT, ADD COLUMN "contract" TEXT, ADD COLUMN "part" TEXT,
  ADD COLUMN "answers" TEXT, ADD COLUMN "rolloutId" UUID;
ALTER TABLE "trial" ADD CONSTRAINT "trial_rolloutId_fkey" FOREIGN KEY ("rolloutId") REFERENCES "feedback_rollout"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "trial" ADD CONSTRAINT trial_contract CHECK (contract IN ('none','format','validation-score','held-out-score'));
ALTER TABLE "trial" ADD CONSTRAINT trial_part CHECK (part IN ('reward','feedback'));
CREATE INDEX "trial_personId_kind_idx" ON "trial"("personId", "kind");

-- Gradings that agents used before stay used: all of them told held-out scores.
UPDATE "trial" SET
  "personId" = coalesce((SELECT "userId" FROM "api_token" WHERE "api_token".id::text = "requestedBy"), "requestedBy"),
  "contract" = (SELECT 'held-out-score' FROM "api_token" WHERE "api_token".id::text = "requestedBy" AND scope = 'agent'),
  "part" = 'reward'
WHERE kind = 'score';
