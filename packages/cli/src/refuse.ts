import { RegistryRefusal, type ErrorCode } from '@gati/sdk';

/** A refusal that this side makes, in the words of the registry's own: code, what is wrong, what to do next. */
export const refuse = (
  code: ErrorCode,
  message: string,
  suggestions: readonly string[] = [],
  details: Readonly<Record<string, unknown>> = {},
): RegistryRefusal => new RegistryRefusal({ code, message, suggestions, details });
