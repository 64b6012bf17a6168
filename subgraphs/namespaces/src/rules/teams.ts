import { parseNameWithin } from './names-within.ts';

/** What a team is called within its organization: by the rule of handles. @throws VALIDATION_FAILED */
export const parseTeamName = (text: string, path: string): string => parseNameWithin('team', text, path);

/** As people and logs write it, `@acme:developers`; no artifact and no robot is written so. */
export const teamReference = (handle: string, name: string): string => `@${handle}:${name}`;
