-- What the schema language cannot say about the search tables.

-- Trigrams find what a mistyped word may have meant.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE INDEX "word_trigrams_idx" ON "search"."word" USING GIN (lower("word") gin_trgm_ops);

-- Completions are asked for by the beginning of a name, in whatever collation the database has.
CREATE INDEX "document_name_beginning_idx" ON "search"."document" (lower("name_key") text_pattern_ops);
CREATE INDEX "document_handle_beginning_idx" ON "search"."document" (lower("handle") text_pattern_ops);

-- Numbers each write, so that a rebuild knows what it did not write.
CREATE SEQUENCE "search"."write_number";
