-- Expand: closed status lists, append-only records, frozen content. A test compares the lists with lib/domain.
ALTER TABLE "run" ADD CONSTRAINT run_status CHECK (status IN ('queued','running','awaiting-input','succeeded','failed','cancelled'));
ALTER TABLE "candidate" ADD CONSTRAINT candidate_status CHECK (status IN ('queued','running','held','verified','duplicate','rejected','error','cancelled'));
ALTER TABLE "candidate" ADD CONSTRAINT candidate_phase CHECK (phase IN ('data-strategist','ml-developer','mlops-engineer','technical-writer','freeze','verify'));
ALTER TABLE "version" ADD CONSTRAINT version_status CHECK (status IN ('draft','verifying','verified','rejected','in-review','approved','changes-requested','retired'));
ALTER TABLE "pack" ADD CONSTRAINT pack_status CHECK (status IN ('queued','building','ready','failed','withdrawn'));
ALTER TABLE "seed_upload" ADD CONSTRAINT seed_upload_status CHECK (status IN ('queued','reading','read','failed'));
ALTER TABLE "trial" ADD CONSTRAINT trial_status CHECK (status IN ('queued','running','finished','failed'));
ALTER TABLE "gate_result" ADD CONSTRAINT gate_result_verdict CHECK (verdict IN ('passed','failed','not-comparable','judge-error'));
ALTER TABLE "review" ADD CONSTRAINT review_verdict CHECK (verdict IN ('approve','request-changes'));
ALTER TABLE "user" ADD CONSTRAINT user_role CHECK (role IN ('owner','researcher','reviewer','viewer'));
ALTER TABLE "invite" ADD CONSTRAINT invite_role CHECK (role IN ('owner','researcher','reviewer','viewer'));
ALTER TABLE "api_token" ADD CONSTRAINT api_token_scope CHECK (scope IN ('owner','trainer','agent'));

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON "audit" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approval_append_only BEFORE UPDATE OR DELETE ON "approval" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER blob_append_only BEFORE UPDATE OR DELETE ON "blob" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON "event" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER review_append_only BEFORE UPDATE OR DELETE ON "review" FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A version's content is what its hash names: only the status and who submitted it may move.
CREATE FUNCTION freeze_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'version is append-only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF to_jsonb(OLD) - ARRAY['status','submittedAt','submittedBy'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['status','submittedAt','submittedBy'] THEN
    RAISE EXCEPTION 'the content of a version never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER version_frozen BEFORE UPDATE OR DELETE ON "version" FOR EACH ROW EXECUTE FUNCTION freeze_version();

-- One open owner token at a time.
CREATE UNIQUE INDEX invite_one_open_owner ON "invite" (kind) WHERE kind = 'owner' AND "redeemedAt" IS NULL;
