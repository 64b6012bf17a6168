import { parseArtifactName, parseSelector } from '@gati/identifiers';
import type { Context } from './context.ts';

export const compareVersions = async (
  _: unknown,
  { artifact, from, to }: { artifact: string; from: string; to: string },
  { principal, timescape }: Context,
) => {
  parseSelector(from, 'from');
  parseSelector(to, 'to');
  const comparison = await timescape.compareVersions(principal, { artifact: parseArtifactName(artifact), from, to });
  // What a caller would have to send to see it fail is not worked out yet: an honest null.
  return comparison && { ...comparison, changes: comparison.changes.map((change) => ({ ...change, counterexample: null })) };
};
