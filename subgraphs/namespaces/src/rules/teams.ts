import { RegistryError } from '@gati/errors';

const namePattern = /^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){0,38}$/;

/** What a team is called within its organization: by the rule of handles. @throws VALIDATION_FAILED */
export function parseTeamName(text: string, path: string): string {
  if (!namePattern.test(text)) {
    throw new RegistryError('VALIDATION_FAILED', {
      fields: [
        {
          path,
          message: `«${text.slice(0, 80)}» is no name for a team`,
          fix: 'Use 1 to 39 lower-case letters, digits and single hyphens, none at either end.',
        },
      ],
    });
  }
  return text;
}

/** As people and logs write it, `@acme:developers`; no artifact and no robot is written so. */
export const teamReference = (handle: string, name: string): string => `@${handle}:${name}`;
