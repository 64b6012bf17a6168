import { anonymous, type FactsFor } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { ArtifactName } from '@gati/identifiers';
import type { Tables } from '../ports.ts';
import type { ScoresOf } from '../read-ports.ts';
import { createReader } from '../reader.ts';
import { badgeOf, type Badge, type BadgeKind } from '../rules/badges.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly factsFor: FactsFor;
  readonly clock: Clock;
  readonly scoresOf: ScoresOf;
}

/** A badge of an artifact as anybody sees it, whoever asks: badges stand in READMEs, which caches keep for all. Null for what is missing or private. */
export const readBadge =
  (dependencies: Dependencies) =>
  async ({ artifact: name, kind }: { readonly artifact: ArtifactName; readonly kind: BadgeKind }): Promise<Badge | null> => {
    const reader = createReader(dependencies)(anonymous);
    const artifact = await reader.artifactNamed(name);
    if (!artifact) return null;
    const latest = kind !== 'downloads' && artifact.latestVersionId !== null ? await reader.version(artifact.latestVersionId) : null;
    const scores = kind === 'score' && latest ? await dependencies.scoresOf([latest.id]) : null;
    return badgeOf(kind, {
      version: latest?.version ?? null,
      license: artifact.license,
      downloadsLastWeek: artifact.downloads.lastWeek,
      score: (latest && scores?.get(latest.id)) ?? null,
    });
  };
