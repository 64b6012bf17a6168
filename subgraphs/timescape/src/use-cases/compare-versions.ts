import type { Principal } from '@gati/authority';
import { compareGTypes, type Bump, type Comparison, type GTypes } from '@gati/gtype';
import { declaredBump } from '../rules/version-graph.ts';

/** A version as the artifacts context tells of it. */
export interface SelectedVersion {
  readonly version: string;
  readonly gatiManifest: unknown;
}

interface Dependencies {
  /** What a version, label, range or digest selects for the asker; null for what is missing or hidden. */
  readonly selectVersion: (principal: Principal, artifact: string, ref: string) => Promise<SelectedVersion | null>;
}

/** What changed in the types between two versions, and whether it breaks; null when the asker may see no such pair. */
export const compareVersions =
  ({ selectVersion }: Dependencies) =>
  async (
    principal: Principal,
    { artifact, from, to }: { readonly artifact: string; readonly from: string; readonly to: string },
  ): Promise<(Comparison & { readonly declaredBump: Bump }) | null> => {
    const [older, newer] = await Promise.all([selectVersion(principal, artifact, from), selectVersion(principal, artifact, to)]);
    if (!older || !newer) return null;
    return { ...compareGTypes(typesOf(older), typesOf(newer)), declaredBump: declaredBump(older.version, newer.version) };
  };

const typesOf = ({ gatiManifest }: SelectedVersion): GTypes => (gatiManifest as { gtypes?: GTypes } | null)?.gtypes ?? {};
