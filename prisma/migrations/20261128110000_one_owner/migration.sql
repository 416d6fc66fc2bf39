-- The command line of the machine acted as somebody of its own ("local-cli"), so that an owner could approve what
-- their own terminal had made. It acts for whoever redeemed the owner's link now, and so does all that it made
-- before: this is the one time that the people of a record are written again. The audit trail stays as it is.
-- Without an owner there is nothing to do: whoever redeems the link takes the account over.
DO $$
DECLARE
  owner_id text;
  place record;
  line tid;
BEGIN
  SELECT "redeemedBy" INTO owner_id FROM "invite"
    WHERE kind = 'owner' AND "redeemedBy" IS NOT NULL ORDER BY "redeemedAt" LIMIT 1;
  IF owner_id IS NULL OR owner_id = 'local-cli'
    OR NOT EXISTS (SELECT FROM "user" WHERE id = owner_id)
    OR NOT EXISTS (SELECT FROM "user" WHERE id = 'local-cli') THEN
    RETURN;
  END IF;
  FOR place IN
    SELECT c.table_name AS tab, c.column_name AS col FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.data_type = 'text'
        AND c.column_name IN ('userId', 'authorId', 'editorId', 'submittedBy', 'createdBy', 'uploadedBy', 'editedBy',
          'requestedBy', 'judgedBy', 'decidedBy', 'reviewerId')
  LOOP
    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', place.tab);
    FOR line IN EXECUTE format('SELECT ctid FROM %I WHERE %I = $1', place.tab, place.col) USING 'local-cli' LOOP
      BEGIN
        EXECUTE format('UPDATE %I SET %I = $1 WHERE ctid = $2', place.tab, place.col) USING owner_id, line;
      EXCEPTION WHEN unique_violation THEN
        -- Both judged the same thing, as one person may not: the line of the command line stays where it is.
        NULL;
      END;
    END LOOP;
    EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', place.tab);
  END LOOP;
  DELETE FROM "user" WHERE id = 'local-cli';
END $$;
