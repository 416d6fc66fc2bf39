-- Expand: what of a prompt the provider had in its cache.
ALTER TABLE "exchange" ADD COLUMN "cachedTokens" INTEGER;
