import { RegistryError } from '@gati/errors';

const namePattern = /^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){0,38}$/;

/** What a part of an organization is called within it: by the rule of handles. @throws VALIDATION_FAILED */
export function parseNameWithin(kind: 'robot' | 'team', text: string, path: string): string {
  if (!namePattern.test(text)) {
    throw new RegistryError('VALIDATION_FAILED', {
      fields: [
        {
          path,
          message: `«${text.slice(0, 80)}» is no name for a ${kind}`,
          fix: 'Use 1 to 39 lower-case letters, digits and single hyphens, none at either end.',
        },
      ],
    });
  }
  return text;
}
