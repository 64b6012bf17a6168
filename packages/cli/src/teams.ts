import { parseHandle, type Handle } from '@gati/identifiers';
import { UsageError } from './command-line/usage-error.ts';

export interface WrittenTeam {
  readonly namespace: Handle;
  /** What it is called there. */
  readonly name: string;
}

/** A team as people write it, `@acme:developers`. @throws UsageError for what has no colon · VALIDATION_FAILED */
export function parseTeam(text: string): WrittenTeam {
  const [organization = '', name, ...rest] = text.split(':');
  if (name === undefined || rest.length > 0)
    throw new UsageError(`«${text}» is no team.`, 'Write it as @acme:developers; gati team list @acme lists the teams.');
  return { namespace: parseHandle(organization, '@NS:TEAM'), name: parseHandle(name, '@NS:TEAM') };
}

export const writtenTeam = ({ namespace, name }: WrittenTeam): string => `@${namespace}:${name}`;

/** Handle of a person, or of a robot like acme+ci, with or without the @. @throws VALIDATION_FAILED */
export function parseAccount(text: string, path: string): string {
  const [person = '', ...robot] = text.split('+');
  return [parseHandle(person, path), ...(robot.length > 0 ? [parseHandle(robot.join('+'), path)] : [])].join('+');
}
