-- AlterTable
ALTER TABLE "artifacts"."manifest" ADD COLUMN     "is_inert" BOOLEAN NOT NULL DEFAULT false;

-- Signatures, attestations and bills of materials that are there already stay open: by what they say they hold, as no bytes can be looked at here.
UPDATE "artifacts"."manifest" m SET "is_inert" = true
WHERE m."media_type" IN ('application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.v2+json')
  AND (m."subject_digest" IS NOT NULL OR EXISTS (
    SELECT 1 FROM "artifacts"."label" l WHERE l."manifest_id" = m."id" AND l."name" ~ '^sha256-[0-9a-f]{64}([.](sig|att|sbom))?$'))
  AND NOT EXISTS (
    SELECT 1 FROM "artifacts"."manifest_reference" r WHERE r."manifest_id" = m."id" AND NOT (
      r."size_bytes" <= 16777216 AND r."media_type" IN (
        'application/vnd.dev.cosign.simplesigning.v1+json', 'application/vnd.dev.sigstore.bundle+json', 'application/vnd.dev.sigstore.bundle.v0.1+json',
        'application/vnd.dev.sigstore.bundle.v0.2+json', 'application/vnd.dev.sigstore.bundle.v0.3+json', 'application/jose+json',
        'application/vnd.dsse.envelope.v1+json', 'application/vnd.in-toto+json', 'application/vnd.cyclonedx+json', 'application/spdx+json',
        'text/spdx+json', 'application/vnd.syft+json', 'application/openvex+json', 'application/vnd.openvex+json', 'application/csaf+json',
        'application/sarif+json', 'application/vnd.cyclonedx+xml', 'text/spdx')
      OR r."size_bytes" <= 1048576 AND r."kind" = 'config' AND r."media_type" IN (
        'application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json', 'application/vnd.dev.cosign.artifact.sig.v1+json',
        'application/vnd.dev.cosign.artifact.att.v1+json', 'application/vnd.dev.cosign.artifact.sbom.v1+json', 'application/vnd.cncf.notary.signature',
        'application/vnd.unknown.config.v1+json')
      OR r."size_bytes" = 2 AND r."media_type" = 'application/vnd.oci.empty.v1+json'));
