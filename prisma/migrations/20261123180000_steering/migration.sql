-- Expand: candidates that wait after a role, and the edits of what they wait with.
ALTER TABLE "candidate" ADD COLUMN "releasedAt" TIMESTAMP(3);
ALTER TABLE "step" ADD COLUMN "editedBy" TEXT;
ALTER TABLE "step" ADD COLUMN "ranAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

CREATE TABLE "artefact_edit" (
    "id" UUID NOT NULL,
    "candidateId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    "editedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "artefact_edit_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "artefact_edit_candidateId_createdAt_idx" ON "artefact_edit"("candidateId", "createdAt");
ALTER TABLE "artefact_edit" ADD CONSTRAINT "artefact_edit_candidateId_fkey" FOREIGN KEY ("candidateId") REFERENCES "candidate"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "artefact_edit" ADD CONSTRAINT artefact_edit_role CHECK (role IN ('data-strategist','ml-developer','mlops-engineer','technical-writer'));

CREATE TRIGGER artefact_edit_append_only BEFORE UPDATE OR DELETE ON "artefact_edit" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER artefact_edit_no_truncate BEFORE TRUNCATE ON "artefact_edit" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
