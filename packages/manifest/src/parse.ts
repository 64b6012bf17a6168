import type { FieldFault } from '@gati/errors';
import type { z } from 'zod';
import { artifactTypes, type ArtifactType } from './artifact-types.ts';
import { nearest } from './did-you-mean.ts';
import { errorMap, faultsOf } from './faults.ts';
import { manifestLimits } from './limits.ts';
import { appSchema, manifestSchemas, type AppManifest, type GatiManifest } from './schemas.ts';
import { unsoundness } from './soundness.ts';

/** A manifest that obeys every rule, or everything that it breaks: a JSON Pointer, the value with the rule, and the way out for each. */
export type Parsed<M> = { readonly ok: true; readonly manifest: M } | { readonly ok: false; readonly fields: readonly FieldFault[] };

const refuse = (...fields: readonly FieldFault[]): { readonly ok: false; readonly fields: readonly FieldFault[] } => ({
  ok: false,
  fields: fields.slice(0, manifestLimits.faults),
});

/**
 * Reads the content of a gati.json that is to be published, already parsed as JSON. Never throws, whatever it is given; names at most 50 faults.
 * What comes back is a copy without anything that the schema does not know.
 */
export function parseGatiManifest(value: unknown): Parsed<GatiManifest> {
  const document = readDocument(value);
  if (!document.ok) return document;
  const type = readType(document.manifest['type']);
  if (typeof type !== 'string') return refuse(type);

  const parsed = parseWith<GatiManifest>(manifestSchemas[type], document.manifest);
  if (!parsed.ok) return parsed;
  const { manifest } = parsed;
  const own = Object.hasOwn(manifest.dependencies ?? {}, manifest.name);
  if (own)
    return refuse({ path: `/dependencies/${manifest.name.replace('/', '~1')}`, message: `«${manifest.name}» cannot depend on itself`, fix: 'Remove it.' });
  if (manifest.type === 'module' && manifest.module.runtime === 'external' && !manifest.gtypes) {
    return refuse({
      path: '/gtypes',
      message: 'is missing; an external module is an endpoint and its contract',
      fix: 'Declare what its handlers take and give.',
    });
  }
  return parsed;
}

/** Reads an application's gati.json, which may hold dependencies alone. */
export function parseAppManifest(value: unknown): Parsed<AppManifest> {
  const document = readDocument(value);
  if (!document.ok) return document;
  const parsed = parseWith<{ name?: string; dependencies?: Record<string, string> }>(appSchema as never, document.manifest);
  if (!parsed.ok) return parsed;
  const { name, dependencies = {} } = parsed.manifest;
  return { ok: true, manifest: { ...(name === undefined ? {} : { name }), dependencies } };
}

function readDocument(value: unknown): Parsed<Record<string, unknown>> {
  const unsound = unsoundness(value);
  if (unsound) return refuse(unsound);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse({ path: '', message: 'is not a JSON object', fix: 'Write { "name": …, "version": …, "type": … }.' });
  return { ok: true, manifest: value as Record<string, unknown> };
}

function readType(value: unknown): ArtifactType | FieldFault {
  const type = artifactTypes.find((known) => known === value);
  if (type) return type;
  const all = artifactTypes.join(', ');
  if (value === undefined) return { path: '/type', message: `is missing; it must be one of ${all}`, fix: 'Add it, for example "type": "module".' };
  const near = typeof value === 'string' ? nearest(value, artifactTypes) : null;
  return {
    path: '/type',
    message: `${typeof value === 'string' ? `«${value.slice(0, 80)}»` : `a ${typeof value}`} is not one of ${all}`,
    fix: near ? `Did you mean ${near}?` : `Choose one of ${all}.`,
  };
}

function parseWith<M>(schema: z.ZodType<M>, value: unknown): Parsed<M> {
  const parsed = schema.safeParse(value, { error: errorMap, reportInput: true });
  return parsed.success ? { ok: true, manifest: parsed.data } : refuse(...faultsOf(parsed.error));
}
