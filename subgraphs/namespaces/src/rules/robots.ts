import { RegistryError } from '@gati/errors';

const namePattern = /^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){0,38}$/;

/** What a robot is called within its organization: by the rule of handles. @throws VALIDATION_FAILED */
export function parseRobotName(text: string, path: string): string {
  if (!namePattern.test(text)) {
    throw new RegistryError('VALIDATION_FAILED', {
      fields: [
        {
          path,
          message: `«${text.slice(0, 80)}» is no name for a robot`,
          fix: 'Use 1 to 39 lower-case letters, digits and single hyphens, none at either end.',
        },
      ],
    });
  }
  return text;
}

/** `acme+ci`: no account of a person and no namespace has a + in its handle, so a robot is never taken for either. */
export const robotHandle = (organization: string, name: string): string => `${organization}+${name}`;
