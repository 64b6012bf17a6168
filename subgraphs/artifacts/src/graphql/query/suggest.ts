import type { Context } from '../context.ts';

export const suggest = async (
  _: unknown,
  { prefix, limit }: { readonly prefix: string; readonly limit: number },
  { principal, artifacts, reader }: Context,
) => {
  const suggested = await artifacts.suggest(principal, { prefix, limit });
  const shown = await Promise.all(
    suggested.map(async ({ text, kind, artifactId }) => ({ text, kind, artifactId, artifact: artifactId === null ? null : await reader.artifact(artifactId) })),
  );
  return shown.filter(({ artifactId, artifact }) => artifactId === null || artifact !== null);
};
