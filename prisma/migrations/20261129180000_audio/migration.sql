-- Expand: a modality of sounds.
ALTER TABLE "version" DROP CONSTRAINT version_modality;
ALTER TABLE "version" ADD CONSTRAINT version_modality CHECK (modality IN ('tabular','join','series','image','text','audio'));
ALTER TABLE "seed" DROP CONSTRAINT seed_modality;
ALTER TABLE "seed" ADD CONSTRAINT seed_modality CHECK (modality IN ('tabular','join','series','image','text','audio'));
