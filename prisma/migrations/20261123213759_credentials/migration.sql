-- DropIndex
DROP INDEX "namespaces"."account_email_key_key";

-- AlterTable
ALTER TABLE "namespaces"."account" ADD COLUMN     "verified_email_key" TEXT,
ALTER COLUMN "email" DROP NOT NULL,
ALTER COLUMN "email_key" DROP NOT NULL;

-- AlterTable
ALTER TABLE "namespaces"."api_key" ADD COLUMN     "artifact_patterns" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "rotated_from" UUID;

-- AlterTable
ALTER TABLE "namespaces"."session" ADD COLUMN     "address" TEXT,
ADD COLUMN     "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "method" TEXT NOT NULL DEFAULT 'password';

-- CreateTable
CREATE TABLE "namespaces"."totp_factor" (
    "account_id" UUID NOT NULL,
    "secret_encrypted" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "totp_factor_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "namespaces"."recovery_code" (
    "account_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("account_id","hash")
);

-- CreateTable
CREATE TABLE "namespaces"."passkey" (
    "id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "is_backed_up" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "namespaces"."passkey_challenge" (
    "hash" BYTEA NOT NULL,
    "account_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_challenge_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "namespaces"."mail_code" (
    "hash" BYTEA NOT NULL,
    "account_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_code_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "namespaces"."robot" (
    "account_id" UUID NOT NULL,
    "namespace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "role" "namespaces"."member_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "robot_pkey" PRIMARY KEY ("account_id")
);

-- CreateIndex
CREATE INDEX "passkey_account_id_idx" ON "namespaces"."passkey"("account_id");

-- CreateIndex
CREATE INDEX "passkey_challenge_expires_at_idx" ON "namespaces"."passkey_challenge"("expires_at");

-- CreateIndex
CREATE INDEX "mail_code_account_id_idx" ON "namespaces"."mail_code"("account_id");

-- CreateIndex
CREATE INDEX "mail_code_expires_at_idx" ON "namespaces"."mail_code"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "robot_namespace_id_name_key" ON "namespaces"."robot"("namespace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "account_verified_email_key_key" ON "namespaces"."account"("verified_email_key");

-- CreateIndex
CREATE INDEX "account_email_key_idx" ON "namespaces"."account"("email_key");

-- AddForeignKey
ALTER TABLE "namespaces"."totp_factor" ADD CONSTRAINT "totp_factor_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "namespaces"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "namespaces"."recovery_code" ADD CONSTRAINT "recovery_code_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "namespaces"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "namespaces"."passkey" ADD CONSTRAINT "passkey_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "namespaces"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "namespaces"."mail_code" ADD CONSTRAINT "mail_code_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "namespaces"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "namespaces"."robot" ADD CONSTRAINT "robot_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "namespaces"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "namespaces"."robot" ADD CONSTRAINT "robot_namespace_id_fkey" FOREIGN KEY ("namespace_id") REFERENCES "namespaces"."namespace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
