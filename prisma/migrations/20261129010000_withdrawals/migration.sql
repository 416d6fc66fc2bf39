-- Expand: a verdict, and the approval that it gave, can be taken back. The rows stay; a withdrawal beside them says so,
-- and the next verdict of that person, or approval of that version, is the next round.
CREATE TABLE "withdrawal" (
    "id" UUID NOT NULL,
    "reviewId" UUID NOT NULL,
    "approvalId" UUID,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "withdrawal_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "withdrawal_reviewId_key" ON "withdrawal"("reviewId");
CREATE UNIQUE INDEX "withdrawal_approvalId_key" ON "withdrawal"("approvalId");
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_reviewId_fkey" FOREIGN KEY ("reviewId") REFERENCES "review"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_approvalId_fkey" FOREIGN KEY ("approvalId") REFERENCES "approval"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE TRIGGER withdrawal_append_only BEFORE UPDATE OR DELETE ON "withdrawal" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER withdrawal_no_truncate BEFORE TRUNCATE ON "withdrawal" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE "review" ADD COLUMN "round" INTEGER NOT NULL DEFAULT 1;
DROP INDEX "review_versionId_reviewerId_key";
CREATE UNIQUE INDEX "review_versionId_reviewerId_round_key" ON "review"("versionId", "reviewerId", "round");
ALTER TABLE "approval" ADD COLUMN "round" INTEGER NOT NULL DEFAULT 1;
DROP INDEX "approval_versionId_key";
CREATE UNIQUE INDEX "approval_versionId_round_key" ON "approval"("versionId", "round");

ALTER TABLE "notice" DROP CONSTRAINT notice_kind;
ALTER TABLE "notice" ADD CONSTRAINT notice_kind CHECK (kind IN ('advisory','changes-requested','revision','resubmitted','verdict-withdrawn'));

-- An open invitation can be taken back.
ALTER TABLE "invite" ADD COLUMN "revokedAt" TIMESTAMP(3);

-- A token is worth a role of its person's, or less.
ALTER TABLE "api_token" DROP CONSTRAINT api_token_scope;
ALTER TABLE "api_token" ADD CONSTRAINT api_token_scope CHECK (scope IN ('owner','researcher','reviewer','viewer','trainer','agent'));
