import type { Deprecation } from '../repository/deprecations.ts';
import type { Context } from './context.ts';

export const deprecation = {
  /** Null for what the caller may not see, as if none were named. */
  successor: ({ successorId }: Deprecation, _: unknown, { reader }: Context) => (successorId === null ? null : reader.artifact(successorId)),
};
