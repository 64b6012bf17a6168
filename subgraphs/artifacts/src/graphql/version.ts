import type { VersionView } from '../views.ts';
import type { Context } from './context.ts';

export const version = {
  __resolveReference: ({ id }: { readonly id: string }, { reader }: Context) => reader.version(id),
  artifact: ({ artifactId }: VersionView, _: unknown, { reader }: Context) => reader.artifact(artifactId),
  status: ({ status }: VersionView) => status.toUpperCase(),
  layers: async (view: VersionView, _: unknown, { reader }: Context) => (await reader.content(view)).layers,
  manifest: async (view: VersionView, _: unknown, { reader }: Context) => (await reader.content(view)).gatiManifest,
  dependencies: async (view: VersionView, _: unknown, { reader }: Context) => (await reader.content(view)).dependencies,
  readme: ({ id }: VersionView, _: unknown, { readmes }: Context) => readmes.load(id),
};
