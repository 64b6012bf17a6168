import type { Context } from '../context.ts';

export const validatePublish = async (_: unknown, { manifest }: { readonly manifest: unknown }, { principal, artifacts }: Context) => {
  const problems = await artifacts.validatePublish(principal, manifest);
  return { valid: problems.length === 0, problems };
};
