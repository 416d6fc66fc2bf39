-- Rights of the application's role; repeated after every migration. The application cannot rewrite the record:
-- audit, approvals, reviews, events, blobs and the content of versions.
GRANT USAGE ON SCHEMA public TO sandmle_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO sandmle_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO sandmle_app;

REVOKE UPDATE, DELETE ON audit, approval, review, withdrawal, event, blob, artefact_edit, advisory, rollout, feedback_rollout FROM sandmle_app;
REVOKE UPDATE, DELETE ON model_finding, finding_judgement FROM sandmle_app;
REVOKE UPDATE, DELETE ON benchmark_report, benchmark_result, adjudication FROM sandmle_app;
REVOKE UPDATE, DELETE ON version FROM sandmle_app;
GRANT UPDATE (status, "submittedAt", "submittedBy") ON version TO sandmle_app;
REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM sandmle_app;
