-- CreateTable
CREATE TABLE "namespaces"."linked_identity" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "linked_identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "namespaces"."provider_sign_in" (
    "state_hash" BYTEA NOT NULL,
    "provider" TEXT NOT NULL,
    "browser_hash" BYTEA NOT NULL,
    "code_challenge" TEXT NOT NULL,
    "return_to" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "returned_at" TIMESTAMPTZ(3),
    "code_hash" BYTEA,
    "code_expires_at" TIMESTAMPTZ(3),
    "identity" JSONB,
    "redeemed_at" TIMESTAMPTZ(3),

    CONSTRAINT "provider_sign_in_pkey" PRIMARY KEY ("state_hash")
);

-- CreateTable
CREATE TABLE "namespaces"."trusted_publisher" (
    "id" UUID NOT NULL,
    "namespace_id" UUID NOT NULL,
    "artifact_name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "repository" TEXT NOT NULL,
    "workflow" TEXT NOT NULL,
    "environment" TEXT NOT NULL DEFAULT '',
    "repository_id" TEXT,
    "added_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "trusted_publisher_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "namespaces"."spent_id_token" (
    "hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spent_id_token_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "linked_identity_account_id_idx" ON "namespaces"."linked_identity"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "linked_identity_issuer_subject_key" ON "namespaces"."linked_identity"("issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "provider_sign_in_code_hash_key" ON "namespaces"."provider_sign_in"("code_hash");

-- CreateIndex
CREATE INDEX "provider_sign_in_expires_at_idx" ON "namespaces"."provider_sign_in"("expires_at");

-- CreateIndex
CREATE INDEX "trusted_publisher_issuer_repository_idx" ON "namespaces"."trusted_publisher"("issuer", "repository");

-- CreateIndex
CREATE UNIQUE INDEX "trusted_publisher_namespace_id_artifact_name_issuer_reposit_key" ON "namespaces"."trusted_publisher"("namespace_id", "artifact_name", "issuer", "repository", "workflow", "environment");

-- CreateIndex
CREATE INDEX "spent_id_token_expires_at_idx" ON "namespaces"."spent_id_token"("expires_at");
