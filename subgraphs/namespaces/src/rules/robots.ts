import { parseNameWithin } from './names-within.ts';

/** What a robot is called within its organization: by the rule of handles. @throws VALIDATION_FAILED */
export const parseRobotName = (text: string, path: string): string => parseNameWithin('robot', text, path);

/** `acme+ci`: no account of a person and no namespace has a + in its handle, so a robot is never taken for either. */
export const robotHandle = (organization: string, name: string): string => `${organization}+${name}`;
