-- AlterTable
ALTER TABLE "namespaces"."account" ADD COLUMN     "known_addresses" BYTEA[] DEFAULT ARRAY[]::BYTEA[];
