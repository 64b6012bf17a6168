import { domainToASCII } from 'node:url';
import { RegistryError } from '@gati/errors';

export type VerificationKind = 'domain' | 'github' | 'social';
export type VerificationMethod = 'dns_txt' | 'well_known_file' | 'profile_text' | 'repository_file' | 'linked_identity';

/** How each kind may be looked for; the first is what is meant when nobody says. */
export const methodsOf: Readonly<Record<VerificationKind, readonly [VerificationMethod, ...VerificationMethod[]]>> = {
  domain: ['dns_txt', 'well_known_file'],
  github: ['profile_text', 'repository_file', 'linked_identity'],
  social: ['profile_text'],
};

/** What is to be proved, in its one spelling. */
export interface VerificationTarget {
  readonly kind: VerificationKind;
  readonly subject: string;
  readonly method: VerificationMethod;
}

const dnsLabel = '_gati-challenge';
/** RFC 1035: 253 characters, with room for the label of the record. */
const domainLengthMax = 253 - dnsLabel.length - 1;
const domainPattern = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Names of users and organizations there. */
const githubPattern = /^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){0,38}$/;
const addressLengthMax = 300;

/** @throws VALIDATION_FAILED */
export function parseVerificationTarget(input: {
  readonly kind: VerificationKind;
  readonly subject: string;
  readonly method: VerificationMethod | null;
}): VerificationTarget {
  const { kind, method } = input;
  const refuse = (path: string, message: string, fix: string) => new RegistryError('VALIDATION_FAILED', { fields: [{ path: `input.${path}`, message, fix }] });
  const subject = readers[kind](input.subject.trim());
  if (subject === null) throw refuse('subject', ...whatIsWrong[kind]);
  if (method !== null && !methodsOf[kind].includes(method))
    throw refuse('method', `a ${kind} is not proved so`, `Use ${methodsOf[kind].map((one) => one.toUpperCase()).join(' or ')}.`);
  return { kind, subject, method: method ?? methodsOf[kind][0] };
}

const whatIsWrong: Readonly<Record<VerificationKind, readonly [message: string, fix: string]>> = {
  domain: ['is no domain', 'Write it like acme.com, without https:// and without a path.'],
  github: ['is no name of a user or organization on GitHub', 'Write it like acme, without an address.'],
  social: [
    'is no page of an account',
    'Write the address of the page, https:// with the host and the path, without a port, a question mark or a user name before the host.',
  ],
};

/** One spelling of each: what is proved once is not proved again under another. Names in other scripts are shown in the form that cannot be mistaken. */
const readers: Readonly<Record<VerificationKind, (text: string) => string | null>> = {
  domain: (text) => {
    if (/[/?#:@\\%\s]/.test(text)) return null;
    const domain = domainToASCII(text.toLowerCase().replace(/\.$/, ''));
    return domain.length <= domainLengthMax && domainPattern.test(domain) ? domain : null;
  },
  github: (text) => {
    const name = text.toLowerCase().replace(/^@/, '');
    return githubPattern.test(name) ? name : null;
  },
  social: (text) => {
    const url = text.length <= addressLengthMax ? URL.parse(text) : null;
    // A page that shows what its address asks for would prove everything to everyone: no question mark.
    if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '' || text.includes('?')) return null;
    if (!domainPattern.test(url.hostname)) return null;
    return `https://${url.hostname}${url.pathname.replace(/\/+$/, '')}`;
  },
};

/** What to put where. @param token  text that nobody else was given */
export function challengeOf(
  { kind, subject, method }: VerificationTarget,
  { token, publicUrl, handle }: { readonly token: string; readonly publicUrl: string; readonly handle: string },
): { readonly location: string; readonly value: string } {
  const value = `gati-verification=${token}`;
  switch (method) {
    case 'dns_txt':
      return { location: `${dnsLabel}.${subject}`, value };
    case 'well_known_file':
      return { location: `https://${subject}/.well-known/gati-verification.txt`, value };
    case 'repository_file':
      return { location: `https://github.com/${subject}/.github/blob/HEAD/gati-verification.txt`, value };
    case 'linked_identity':
      return { location: `${publicUrl}/account`, value: subject };
    case 'profile_text':
      // Pages of accounts make links of addresses, and say with them that both are the same person's.
      return kind === 'social' ? { location: subject, value: `${publicUrl}/@${handle}` } : { location: `https://github.com/${subject}`, value };
  }
}
