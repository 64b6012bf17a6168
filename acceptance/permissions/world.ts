import { Secret, TOTP } from 'otpauth';
import { createClientFor, signUp, type Client } from '../src/client.ts';
import { createPublisher, moduleFiles } from '../src/gati.ts';
import { createOci, pushImage } from '../src/oci.ts';
import type { Registry } from '../src/registry.ts';
import type { Caller, Role, Scope, State } from './rules.ts';

/** What is asked about: an artifact by name, or something by id. */
export interface Thing {
  readonly name: string;
  readonly id: string;
  readonly state: State;
}

export interface Asking extends Caller {
  readonly token: string | null;
}

/** An organization with one account for each role, artifacts in each state, and everybody else who may come along. */
export interface World {
  readonly callers: readonly Asking[];
  readonly caller: (name: string) => Asking;
  /** Artifacts of the same length of name, so that answers can be compared byte for byte; `absent` is none. */
  readonly artifact: (state: State | 'absent') => string;
  /** Id of the organization's robot and of its signing key. */
  readonly robot: string;
  readonly signingKey: string;
  /** Id of a verification that was asked for, and of one made for one attempt. */
  readonly verification: string;
  readonly spareVerification: (n: number) => Promise<string>;
  /** The same credential of an account made for this. */
  readonly spareOf: (caller: Asking, n: number) => Promise<Asking>;
  /** Ids of things that are made for one attempt. */
  readonly spareSession: (account: string) => Promise<string>;
  readonly spareKey: (account: string) => Promise<string>;
  readonly spareRobot: (n: number) => Promise<string>;
  readonly invite: (handle: string, n: number) => Promise<string>;
  readonly inviteByMail: (n: number) => Promise<string>;
  readonly trustedPublisher: (n: number) => Promise<string>;
  /** Name of an artifact that is offered to the organization @rival. */
  readonly offer: (n: number) => Promise<string>;
  /** An open upload of the owner's. */
  readonly upload: (repository: string) => Promise<string>;
  readonly owner: Client;
}

/** The site's administrator, as the settings name it. */
export const administrator = 'the-warden';
/** The words themselves are kept for the registry. */
const handleOf = (name: string): string => `the-${name}`;
const everything: readonly Scope[] = ['read', 'publish', 'admin'];
const people = ['owner', 'admin', 'writer', 'reader', 'unconfirmed', 'stranger', 'foreign', 'warden'] as const;
const roles: Readonly<Partial<Record<(typeof people)[number], Role>>> = {
  owner: 'owner',
  admin: 'admin',
  writer: 'write',
  reader: 'read',
  unconfirmed: 'owner',
};
/** How long the expired key works: until the world is made. */
const shortLifeMs = 1_500;

export async function createWorld({ url }: Registry): Promise<World> {
  const signedUp = new Map(await Promise.all(people.map(async (name) => [handleOf(name), await signUp(url, handleOf(name))] as const)));
  const of = (handle: string) => signedUp.get(handle)!;
  const owner = of('the-owner');
  const asked = async (client: Client, text: string, variables: object = {}): Promise<any> => {
    const { data, errors } = await client.send(text, variables);
    if (errors.length > 0) throw new Error(`The world could not be made: ${JSON.stringify(errors)} for ${text}`);
    return data;
  };
  const inviting = 'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { invitation { id } } }';
  const inviteTo = async (namespace: string, invitee: object, role: string): Promise<string> =>
    (await asked(owner, inviting, { input: { namespace, ...invitee, role } })).inviteMember.invitation.id;
  const accepting = 'mutation ($id: ID!) { acceptInvitation(input: { id: $id }) { membership { role } } }';
  const creating = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { id } } }';
  const keyOf = async (client: Client, input: object): Promise<{ secret: string; apiKey: { id: string } }> =>
    (await asked(client, creating, { input: { name: 'a key', scopes: everything.map((scope) => scope.toUpperCase()), ...input } })).createApiKey;

  await owner.ask('CreateOrganization', { input: { handle: 'acme' } });
  await of('the-foreign').ask('CreateOrganization', { input: { handle: 'rival' } });
  for (const name of people) {
    const [handle, role] = [handleOf(name), roles[name]];
    if (!role || name === 'owner') continue;
    await asked(of(handle), accepting, { id: await inviteTo('acme', { handle }, role.toUpperCase()) });
  }
  await makeUnconfirmed(url, of('the-unconfirmed'), asked);

  const makeRobot = async (name: string, role: string): Promise<string> =>
    (
      await asked(owner, 'mutation ($input: CreateRobotInput!) { createRobot(input: $input) { robot { id } } }', {
        input: { namespace: 'acme', name, description: 'A machine.', role },
      })
    ).createRobot.robot.id;
  const robot = await makeRobot('builder', 'WRITE');
  const robotKey = await keyOf(owner, { robot, scopes: ['READ', 'PUBLISH'] });
  const [readKey, limitedKey, wholeKey] = await Promise.all([
    keyOf(owner, { scopes: ['READ'] }),
    keyOf(owner, { namespaces: ['the-owner'] }),
    keyOf(owner, {}),
  ]);

  const signingKey = await publishAll(url, owner);
  for (const state of ['staged'] as const)
    await pushImage(createOci(url, `acme/${state}`, { username: owner.handle, password: owner.password }), '1.0.0', state);
  await pushImage(createOci(url, 'acme/public', { username: owner.handle, password: owner.password }), '2.0.0', 'waits for its signature');
  const endsAt = Date.now() + shortLifeMs;
  const shortKey = await keyOf(owner, { expiresAt: new Date(endsAt).toISOString() });
  await inviteTo('acme', { email: 'waiting@example.com' }, 'READ');
  const trust = async (n: number): Promise<string> =>
    (
      await asked(owner, 'mutation ($input: AddTrustedPublisherInput!) { addTrustedPublisher(input: $input) { trustedPublisher { id } } }', {
        input: { artifact: '@acme/public', issuer: 'https://token.actions.githubusercontent.com', repository: `acme/made-${n}`, workflow: 'publish.yml' },
      })
    ).addTrustedPublisher.trustedPublisher.id;
  await trust(0);
  const verify = async (subject: string): Promise<string> =>
    (
      await asked(owner, 'mutation ($input: RequestVerificationInput!) { requestVerification(input: $input) { verification { id } } }', {
        input: { namespace: 'acme', kind: 'DOMAIN', subject },
      })
    ).requestVerification.verification.id;
  const verification = await verify('acme.example.com');
  await asked(owner, 'mutation { createTeam(input: { namespace: "acme", name: "developers" }) { team { id } } }');
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, endsAt - Date.now() + 50)));

  const session = (name: (typeof people)[number], more: Partial<Caller> = {}): Asking => ({
    name,
    account: handleOf(name),
    isKey: false,
    scopes: everything,
    limitedTo: null,
    roles: { [handleOf(name)]: 'owner', ...(roles[name] ? { acme: roles[name] } : {}), ...(name === 'foreign' ? { rival: 'owner' } : {}) },
    token: of(handleOf(name)).token,
    ...more,
  });
  const key = (name: string, token: string, more: Partial<Caller> = {}): Asking => ({ ...session('owner'), name, isKey: true, token, ...more });
  const callers: readonly Asking[] = [
    { name: 'anonymous', account: null, isKey: false, scopes: [], limitedTo: null, roles: {}, token: null },
    session('stranger'),
    session('reader'),
    session('writer'),
    session('admin'),
    session('owner'),
    session('unconfirmed', { isUnconfirmed: true }),
    session('foreign'),
    session('warden', { isSiteAdministrator: true }),
    key('robot', robotKey.secret, { account: 'acme+builder', scopes: ['read', 'publish'], limitedTo: ['acme'], roles: { acme: 'write' } }),
    key('key that may read', readKey.secret, { scopes: ['read'] }),
    key('key for another namespace', limitedKey.secret, { limitedTo: ['the-owner'] }),
    key('key that may everything', wholeKey.secret),
    key('expired key', shortKey.secret, { isOver: true }),
  ];

  return {
    callers,
    caller: (name) => callers.find((one) => one.name === name)!,
    artifact: (state) => `@acme/${{ public: 'public', private: 'closed', staged: 'staged', absent: 'absent' }[state]}`,
    robot,
    signingKey,
    verification,
    spareVerification: (n) => verify(`spare-${n}.example.com`),
    owner,
    spareOf: async (caller, n) => {
      const spare = await signUp(url, `spare-${n}`);
      return { ...caller, token: caller.isKey ? (await keyOf(spare, { scopes: caller.scopes.map((scope) => scope.toUpperCase()) })).secret : spare.token };
    },
    spareSession: async (account) => {
      const { signIn } = await createClientFor(url).ask('SignIn', { input: { handleOrEmail: account, password: of(account).password, clientName: 'spare' } });
      const { viewer } = await asked(createClientFor(url, signIn.session.accessToken), '{ viewer { sessions { id isCurrent } } }');
      return viewer.sessions.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent).id;
    },
    spareKey: async (account) => (await keyOf(of(account), {})).apiKey.id,
    spareRobot: (n) => makeRobot(`spare-${n}`, 'READ'),
    invite: async (handle, n) => {
      await asked(owner, 'mutation ($handle: String!) { createOrganization(input: { handle: $handle }) { namespace { id } } }', { handle: `club-${n}` });
      return inviteTo(`club-${n}`, { handle }, 'READ');
    },
    inviteByMail: (n) => inviteTo('acme', { email: `invited-${n}@example.com` }, 'READ'),
    trustedPublisher: trust,
    offer: async (n) => {
      const name = `offer${n}`;
      await pushImage(createOci(url, `acme/${name}`, { username: owner.handle, password: owner.password }), '1.0.0', name);
      await asked(owner, 'mutation ($name: String!) { transferArtifact(input: { artifact: $name, toNamespace: "rival" }) { isMoved } }', {
        name: `@acme/${name}`,
      });
      return `@acme/${name}`;
    },
    upload: async (repository) => {
      const response = await createOci(url, repository, { username: owner.handle, password: owner.password }).send('/blobs/uploads/', { method: 'POST' });
      await response.arrayBuffer();
      return response.headers.get('location')!.split('/').at(-1)!;
    },
  };
}

/** The second factor is set up in another session: the first one has not confirmed. */
async function makeUnconfirmed(
  url: string,
  { handle, password }: { handle: string; password: string },
  asked: (client: Client, text: string, variables?: object) => Promise<any>,
) {
  const { signIn } = await createClientFor(url).ask('SignIn', { input: { handleOrEmail: handle, password } });
  const other = createClientFor(url, signIn.session.accessToken);
  const { startTotp } = await asked(other, 'mutation { startTotp { secret } }');
  const code = new TOTP({ secret: Secret.fromBase32(startTotp.secret) }).generate();
  await asked(other, 'mutation ($code: String!) { confirmTotp(input: { code: $code }) { twoFactor { isEnabled } } }', { code });
}

/** Two versions that are signed, one public and one private, and one that depends on both. @returns the id of the signing key */
async function publishAll(url: string, owner: Client & { readonly handle: string; readonly password: string }): Promise<string> {
  const person = await createPublisher(url, owner);
  try {
    const gati = async (...parameters: readonly string[]) => {
      const { code, stdout, stderr } = await person.gati(parameters);
      if (code !== 0) throw new Error(`gati ${parameters.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
    };
    await gati('keys', 'generate', '--out', 'acme', '--register', '@acme');
    const publish = async (name: string, parameters: readonly string[], more = {}) =>
      gati('publish', await person.folder(name, moduleFiles(`@acme/${name}`, '1.0.0', more)), '--key', 'acme.key', ...parameters);
    await Promise.all([publish('public', []), publish('closed', ['--private'])]);
    await publish('needing', ['--private'], { dependencies: { '@acme/public': '1.0.0', '@acme/closed': '1.0.0' } });
    const { data } = await owner.send('{ namespace(handle: "acme") { signingKeys { id } } }');
    return data.namespace.signingKeys[0].id;
  } finally {
    await person.leave();
  }
}
