-- Expand: the layouts of a pack are a closed list too.
ALTER TABLE "pack" ADD CONSTRAINT pack_layout CHECK (layout IN ('sandmle-task','authors-open'));
