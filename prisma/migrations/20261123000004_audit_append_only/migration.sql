-- What was done stays written: entries of the audit log are appended, never changed or taken away.
CREATE FUNCTION "namespaces"."refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'entries of the audit log are never changed' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "audit_entry_is_append_only" BEFORE UPDATE OR DELETE ON "namespaces"."audit_entry"
  FOR EACH ROW EXECUTE FUNCTION "namespaces"."refuse_audit_change"();

CREATE TRIGGER "audit_entry_is_not_truncated" BEFORE TRUNCATE ON "namespaces"."audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "namespaces"."refuse_audit_change"();
