-- Expand: the remaining closed lists, and the record cannot be emptied either.
ALTER TABLE "step" ADD CONSTRAINT step_status CHECK (status IN ('succeeded','failed'));
ALTER TABLE "step" ADD CONSTRAINT step_role CHECK (role IN ('data-strategist','ml-developer','mlops-engineer','technical-writer'));
ALTER TABLE "invite" ADD CONSTRAINT invite_kind CHECK (kind IN ('owner','member'));
ALTER TABLE "gate_result" ADD CONSTRAINT gate_result_kind CHECK (kind IN ('quick','full'));
ALTER TABLE "trial" ADD CONSTRAINT trial_tier CHECK (tier IN ('fail','below','median','bronze','silver','gold'));
ALTER TABLE "trial" ADD CONSTRAINT trial_outcome CHECK (outcome IN ('ok','nonzero','signal','wall','cpu','memory','output','abandoned','infra'));
ALTER TABLE "pack_entry" ADD CONSTRAINT pack_entry_split CHECK (split IN ('train','validation'));
ALTER TABLE "audit" ADD CONSTRAINT audit_actor_kind CHECK ("actorKind" IN ('user','token','system'));
ALTER TABLE "event" ADD CONSTRAINT event_level CHECK (level IN ('debug','info','warn','error'));
ALTER TABLE "finding" ADD CONSTRAINT finding_severity CHECK (severity IN ('error','warning','info'));
ALTER TABLE "version" ADD CONSTRAINT version_modality CHECK (modality IN ('tabular','join','series','image','text'));
ALTER TABLE "version" ADD CONSTRAINT version_task_type CHECK ("taskType" IN ('binary','multiclass','ordinal','regression'));
ALTER TABLE "version" ADD CONSTRAINT version_direction CHECK (direction IN ('maximize','minimize'));
ALTER TABLE "seed" ADD CONSTRAINT seed_modality CHECK (modality IN ('tabular','join','series','image','text'));
ALTER TABLE "seed" ADD CONSTRAINT seed_direction CHECK (direction IN ('maximize','minimize'));

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approval_no_truncate BEFORE TRUNCATE ON "approval" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER blob_no_truncate BEFORE TRUNCATE ON "blob" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON "event" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER review_no_truncate BEFORE TRUNCATE ON "review" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER version_no_truncate BEFORE TRUNCATE ON "version" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The reconciler's question: which leases are over?
CREATE INDEX candidate_leased ON "candidate" ("leaseUntil") WHERE status = 'running';
CREATE INDEX trial_leased ON "trial" ("leaseUntil") WHERE status = 'running';
