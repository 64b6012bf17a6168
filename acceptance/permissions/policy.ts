// Who may do what, in one table: every field of Query, Mutation and Subscription, every field of an entity, and every HTTP route has a row.
// The tests derive from it what each caller is told about what is public, private and not there. Adding a field means adding a row.
import type { Need, Role, Scope, State, Who } from './rules.ts';
import type { Thing, World } from './world.ts';

/** One thing that can be asked for, with an example of how. */
export interface Row extends Need {
  /** Told apart where one field has several rows. */
  readonly when?: string;
  /** Variables: `input` of a mutation, or the arguments. `n` is another number each time. */
  readonly ask?: (thing: Thing, world: World, n: number) => Readonly<Record<string, unknown>>;
  /** Makes what is acted on, where it is a part of a namespace or somebody's own; gives its id. */
  readonly make?: (world: World, n: number) => string | Promise<string>;
  /** The act uses up what it is done to: whoever may do it gets another one. */
  readonly isSpent?: true;
  /** The act ends the session or the account's way in: whoever may do it does it as an account made for that. */
  readonly isDoneBySpare?: true;
  /** What those who may are told: nothing but the data, unless the example is refused for another reason. */
  readonly granted?: string | readonly string[];
  /** The states of artifacts it is tried on; all three unless told. */
  readonly states?: readonly State[];
}

/** A query; where it concerns an artifact, who may not see it gets the answer for one that is not there. */
export interface QueryRow extends Row {
  readonly select: string;
  /** Of an artifact: who sees it. `readers` as everywhere, `writers` those alone who may publish there. */
  readonly shownTo?: 'readers' | 'writers';
}

const anyone: Who = { kind: 'anyone' };
/** A session, no key. */
const person: Who = { kind: 'person' };
/** Whoever is signed in. */
const signedIn: Who = { kind: 'account', scope: null };
/** Whoever is signed in, with the scope admin where it is a key, and without limits. */
const account: Who = { kind: 'account', scope: 'admin' };
const site: Who = { kind: 'site' };
/** Whoever sees it, with a key that may write there. */
const seer: Who = { kind: 'seer', scope: 'publish' };
const role = (needed: Role, scope: Scope): Who & { readonly kind: 'role' } => ({ kind: 'role', role: needed, scope, at: 'acme' });
const writer = role('write', 'publish');
const maintainer = role('admin', 'publish');
const manager = role('admin', 'admin');
const owner = role('owner', 'admin');
const isConfirmed = true;

const artifact = ({ name }: Thing) => ({ input: { artifact: name } });
const first = ({ name }: Thing) => ({ input: { artifact: name, version: '1.0.0' } });
const byId = ({ id }: Thing) => ({ input: { id } });
const gatiJson = (name: string) => ({
  name,
  version: '1.0.0',
  type: 'module',
  description: 'A module.',
  license: 'MIT',
  module: { runtime: 'node', entry: 'index.js' },
});
const admitted = ['public', 'private'] as const;

export const mutations: Readonly<Record<string, readonly Row[]>> = {
  // Artifacts and versions.
  setTag: [{ who: writer, of: 'artifact', states: admitted, ask: ({ name }) => ({ input: { artifact: name, tag: 'stable', version: '1.0.0' } }) }],
  yankVersion: [{ who: writer, of: 'artifact', states: admitted, ask: first }],
  unyankVersion: [{ who: writer, of: 'artifact', states: admitted, ask: first }],
  deprecateVersions: [{ who: writer, of: 'artifact', states: admitted, ask: ({ name }) => ({ input: { artifact: name, range: '1.0.0', message: '' } }) }],
  // Something depends on it.
  unpublishVersion: [{ who: maintainer, of: 'artifact', states: admitted, isConfirmed, ask: first, granted: 'POLICY_VIOLATION' }],
  updateArtifact: [{ who: maintainer, of: 'artifact', ask: ({ name }) => ({ input: { artifact: name, description: 'Said again.' } }) }],
  // It is there already.
  transferArtifact: [
    { who: owner, of: 'artifact', isConfirmed, ask: ({ name }) => ({ input: { artifact: name, toNamespace: 'acme' } }), granted: 'VALIDATION_FAILED' },
  ],
  acceptTransfer: [
    { who: { ...writer, at: 'rival' }, of: 'part', make: (world, n) => world.offer(n), isSpent: true, ask: ({ id }) => ({ input: { artifact: id } }) },
  ],
  cancelTransfer: [
    {
      who: { ...owner, or: { ...writer, at: 'rival' } },
      of: 'part',
      make: (world, n) => world.offer(n),
      isSpent: true,
      ask: ({ id }) => ({ input: { artifact: id } }),
    },
  ],
  starArtifact: [{ who: seer, of: 'artifact', ask: artifact }],
  unstarArtifact: [{ who: seer, of: 'artifact', ask: artifact }],
  // A role on one artifact: it is looked for by whoever may give it.
  grantAccess: [
    {
      who: role('admin', 'admin'),
      of: 'artifact',
      ask: ({ name }) => ({ input: { artifact: name, account: 'nobody-here', role: 'READ' } }),
      granted: 'NOT_FOUND',
    },
  ],
  revokeAccess: [
    { who: role('admin', 'admin'), of: 'artifact', ask: ({ name }) => ({ input: { artifact: name, account: 'nobody-here' } }), granted: 'NOT_FOUND' },
  ],

  // The site.
  collectGarbage: [{ who: site, of: 'nothing', ask: () => ({ input: { dryRun: true } }) }],
  setNamespaceQuota: [{ who: site, of: 'nothing', ask: () => ({ input: { namespace: 'rival', quotaBytes: null } }) }],

  // Ways in.
  signUp: [
    {
      who: anyone,
      of: 'nothing',
      ask: () => ({ input: { handle: 'ada', email: 'not an address', password: 'four random words do well' } }),
      granted: 'VALIDATION_FAILED',
    },
  ],
  signIn: [
    {
      who: anyone,
      of: 'nothing',
      ask: (_, __, n) => ({ input: { handleOrEmail: `nobody-${n}`, password: 'x' } }),
      granted: ['UNAUTHENTICATED', 'RATE_LIMITED'],
    },
  ],
  refreshSession: [{ who: anyone, of: 'nothing', ask: () => ({ input: { refreshToken: 'none' } }), granted: 'UNAUTHENTICATED' }],
  signInWithPasskey: [
    { who: anyone, of: 'nothing', ask: () => ({ input: { response: '{}' } }), granted: ['UNAUTHENTICATED', 'VALIDATION_FAILED', 'RATE_LIMITED'] },
  ],
  startPasskeySignIn: [{ who: anyone, of: 'nothing', granted: ['FORBIDDEN', ''] }],
  startDeviceLogin: [{ who: anyone, of: 'nothing', ask: () => ({ input: { clientName: 'a program' } }), granted: ['', 'RATE_LIMITED'] }],
  completeDeviceLogin: [
    { who: anyone, of: 'nothing', ask: () => ({ input: { deviceCode: 'none' } }), granted: ['NOT_FOUND', 'UNAUTHENTICATED', 'VALIDATION_FAILED'] },
  ],
  exchangeSignInCode: [
    { who: anyone, of: 'nothing', ask: () => ({ input: { code: 'none', codeVerifier: 'x'.repeat(43) } }), granted: ['UNAUTHENTICATED', 'VALIDATION_FAILED'] },
  ],
  exchangeIdToken: [
    { who: anyone, of: 'nothing', ask: () => ({ input: { idToken: 'none', artifact: '@acme/absent' } }), granted: ['UNAUTHENTICATED', 'RATE_LIMITED'] },
  ],
  resetPassword: [
    {
      who: anyone,
      of: 'nothing',
      ask: () => ({ input: { code: 'none', newPassword: 'four random words do well' } }),
      granted: ['VALIDATION_FAILED', 'UNAUTHENTICATED', 'NOT_FOUND'],
    },
  ],
  verifyEmail: [{ who: anyone, of: 'nothing', ask: () => ({ input: { code: 'none' } }), granted: ['VALIDATION_FAILED', 'UNAUTHENTICATED', 'NOT_FOUND'] }],

  // One's own account.
  signOut: [{ who: person, of: 'nothing', isDoneBySpare: true }],
  endSession: [{ who: account, of: 'own', owner: 'the-owner', make: (world) => world.spareSession('the-owner'), isSpent: true, ask: byId }],
  signOutEverywhere: [{ who: account, of: 'nothing', isDoneBySpare: true, ask: () => ({ input: { keepThis: true } }) }],
  confirmSession: [{ who: person, of: 'nothing', ask: () => ({ input: { code: '000000' } }), granted: ['FORBIDDEN', 'UNAUTHENTICATED', 'RATE_LIMITED'] }],
  startTotp: [{ who: person, of: 'nothing', isConfirmed }],
  confirmTotp: [{ who: person, of: 'nothing', ask: () => ({ input: { code: '000000' } }), granted: ['NOT_FOUND', 'VALIDATION_FAILED'] }],
  removeTotp: [{ who: person, of: 'nothing', isConfirmed, granted: ['', 'NOT_FOUND'] }],
  createRecoveryCodes: [{ who: person, of: 'nothing', isConfirmed, granted: 'FORBIDDEN' }],
  startPasskey: [{ who: person, of: 'nothing', isConfirmed, granted: ['', 'FORBIDDEN'] }],
  addPasskey: [{ who: person, of: 'nothing', isConfirmed, ask: () => ({ input: { name: 'a key', response: '{}' } }), granted: 'VALIDATION_FAILED' }],
  removePasskey: [{ who: person, of: 'nothing', isConfirmed, ask: () => ({ input: { id: 'none' } }), granted: 'NOT_FOUND' }],
  changePassword: [
    {
      who: person,
      of: 'nothing',
      isConfirmed,
      ask: () => ({ input: { currentPassword: 'wrong', newPassword: 'four other words do well' } }),
      granted: 'VALIDATION_FAILED',
    },
  ],
  linkIdentity: [
    {
      who: person,
      of: 'nothing',
      isConfirmed,
      ask: () => ({ input: { code: 'none', codeVerifier: 'x'.repeat(43) } }),
      granted: ['UNAUTHENTICATED', 'VALIDATION_FAILED'],
    },
  ],
  unlinkIdentity: [{ who: person, of: 'nothing', isConfirmed, ask: () => ({ input: { id: '00000000-0000-4000-8000-000000000000' } }), granted: 'NOT_FOUND' }],
  approveDeviceLogin: [{ who: person, of: 'nothing', ask: () => ({ input: { userCode: 'BBBB-BBBB' } }), granted: ['NOT_FOUND', 'RATE_LIMITED'] }],
  createSocketTicket: [{ who: signedIn, of: 'nothing' }],
  createApiKey: [
    { who: account, of: 'nothing', isConfirmed, ask: (_, __, n) => ({ input: { name: `key ${n}`, scopes: ['READ'] } }) },
    {
      when: 'for a robot',
      who: manager,
      of: 'part',
      isConfirmed,
      make: (world) => world.robot,
      ask: ({ id }, _, n) => ({ input: { name: `key ${n}`, scopes: ['READ'], robot: id } }),
    },
  ],
  rotateApiKey: [
    {
      who: account,
      of: 'own',
      owner: 'the-owner',
      isConfirmed,
      make: (world) => world.spareKey('the-owner'),
      isSpent: true,
      ask: ({ id }) => ({ input: { id, overlapHours: 0 } }),
    },
  ],
  revokeApiKey: [{ who: account, of: 'own', owner: 'the-owner', make: (world) => world.spareKey('the-owner'), isSpent: true, ask: byId }],
  createOrganization: [{ who: account, of: 'nothing', ask: (_, __, n) => ({ input: { handle: `firm-${n}` } }) }],
  acceptInvitation: [{ who: account, of: 'own', owner: 'the-stranger', make: (world, n) => world.invite('the-stranger', n), isSpent: true, ask: byId }],
  declineInvitation: [{ who: account, of: 'own', owner: 'the-stranger', make: (world, n) => world.invite('the-stranger', n), isSpent: true, ask: byId }],

  // Namespaces.
  inviteMember: [
    {
      who: manager,
      of: 'namespace',
      ask: (_, __, n) => ({ input: { namespace: 'acme', email: `guest-${n}@example.com`, role: 'READ' } }),
      granted: ['', 'RATE_LIMITED'],
    },
    {
      when: 'as an owner',
      who: owner,
      of: 'namespace',
      isConfirmed,
      ask: (_, __, n) => ({ input: { namespace: 'acme', email: `guest-${n}@example.com`, role: 'OWNER' } }),
      granted: ['', 'RATE_LIMITED'],
    },
  ],
  withdrawInvitation: [{ who: manager, of: 'part', make: (world, n) => world.inviteByMail(n), isSpent: true, ask: byId }],
  setMemberRole: [
    { who: manager, of: 'namespace', ask: () => ({ input: { namespace: 'acme', handle: 'the-reader', role: 'READ' } }) },
    { when: 'of an owner', who: owner, of: 'namespace', ask: () => ({ input: { namespace: 'acme', handle: 'the-owner', role: 'OWNER' } }) },
  ],
  removeMember: [{ who: manager, of: 'namespace', ask: () => ({ input: { namespace: 'acme', handle: 'nobody-here' } }), granted: 'NOT_FOUND' }],
  createRobot: [
    {
      who: manager,
      of: 'namespace',
      isConfirmed,
      ask: (_, __, n) => ({ input: { namespace: 'acme', name: `robot-${n}`, description: 'A machine.', role: 'READ' } }),
    },
  ],
  removeRobot: [{ who: manager, of: 'part', isConfirmed, make: (world, n) => world.spareRobot(n), isSpent: true, ask: byId }],
  createTeam: [{ who: manager, of: 'namespace', ask: (_, __, n) => ({ input: { namespace: 'acme', name: `team-${n}` } }) }],
  renameTeam: [{ who: manager, of: 'namespace', ask: () => ({ input: { namespace: 'acme', name: 'no-such-team', newName: 'other' } }), granted: 'NOT_FOUND' }],
  removeTeam: [{ who: manager, of: 'namespace', ask: () => ({ input: { namespace: 'acme', name: 'no-such-team' } }), granted: 'NOT_FOUND' }],
  addTeamMember: [
    {
      who: manager,
      of: 'namespace',
      ask: () => ({ input: { namespace: 'acme', team: 'no-such-team', handle: 'the-reader' } }),
      granted: 'NOT_FOUND',
    },
  ],
  removeTeamMember: [
    {
      who: manager,
      of: 'namespace',
      ask: () => ({ input: { namespace: 'acme', team: 'no-such-team', handle: 'the-writer' } }),
      granted: 'NOT_FOUND',
    },
  ],
  requestVerification: [
    {
      who: manager,
      of: 'namespace',
      ask: (_, __, n) => ({ input: { namespace: 'acme', kind: 'DOMAIN', subject: `shop-${n}.example.com` } }),
      granted: ['', 'RATE_LIMITED'],
    },
  ],
  // The proof is looked for where no name is ever found.
  checkVerification: [{ who: manager, of: 'part', make: (world) => world.verification, ask: byId, granted: ['', 'RATE_LIMITED'] }],
  removeVerification: [{ who: manager, of: 'part', make: (world, n) => world.spareVerification(n), isSpent: true, ask: byId }],
  addTrustedPublisher: [
    {
      who: { ...manager, isPerson: true },
      of: 'namespace',
      isConfirmed,
      ask: ({ name }, _, n) => ({
        input: { artifact: name, issuer: 'https://token.actions.githubusercontent.com', repository: `acme/shop-${n}`, workflow: 'publish.yml' },
      }),
    },
  ],
  removeTrustedPublisher: [{ who: manager, of: 'part', make: (world, n) => world.trustedPublisher(n), isSpent: true, ask: byId }],
  registerSigningKey: [
    {
      who: manager,
      of: 'namespace',
      isConfirmed,
      ask: () => ({ input: { namespace: 'acme', publicKeyPem: 'none', proof: 'none' } }),
      granted: 'VALIDATION_FAILED',
    },
  ],
  // From a time that has not come.
  revokeSigningKey: [
    {
      who: manager,
      of: 'namespace',
      isConfirmed,
      make: (world) => world.signingKey,
      ask: ({ id }) => ({ input: { id, from: '2999-01-01T00:00:00.000Z' } }),
      granted: 'VALIDATION_FAILED',
    },
  ],

  // At the end: one address may have so many mails sent in an hour, and the rows above need some.
  requestPasswordReset: [{ who: anyone, of: 'nothing', ask: (_, __, n) => ({ input: { handleOrEmail: `nobody-${n}` } }), granted: ['', 'RATE_LIMITED'] }],
  requestEmailVerification: [{ who: person, of: 'nothing', granted: ['', 'RATE_LIMITED'] }],
};

export const queries: Readonly<Record<string, readonly QueryRow[]>> = {
  artifact: [
    {
      who: anyone,
      of: 'artifact',
      shownTo: 'readers',
      ask: ({ name }) => ({ name }),
      select: '{ name visibility version(ref: "1.0.0") { digest } versions { totalCount } }',
    },
  ],
  search: [
    {
      who: anyone,
      of: 'artifact',
      shownTo: 'readers',
      states: admitted,
      ask: ({ name }) => ({ query: { text: name.split('/')[1], namespaces: ['acme'] } }),
      select: '{ totalCount nodes { artifact { name } highlights { html } } facets { field buckets { value count } } didYouMean }',
    },
  ],
  suggest: [
    { who: anyone, of: 'artifact', shownTo: 'readers', states: admitted, ask: ({ name }) => ({ prefix: name }), select: '{ text kind artifact { name } }' },
  ],
  validatePublish: [
    {
      who: anyone,
      of: 'artifact',
      shownTo: 'writers',
      states: admitted,
      ask: ({ name }) => ({ manifest: gatiJson(name) }),
      select: '{ valid problems { code path message suggestion } }',
    },
  ],
  resolve: [
    {
      who: anyone,
      of: 'artifact',
      shownTo: 'readers',
      states: admitted,
      ask: ({ name }) => ({ refs: [`${name}@1.0.0`] }),
      select: '{ roots { name version } problems { ref code message suggestion } }',
    },
  ],
  compareVersions: [
    {
      who: anyone,
      of: 'artifact',
      shownTo: 'readers',
      states: admitted,
      ask: ({ name }) => ({ artifact: name, from: '1.0.0', to: '1.0.0' }),
      select: '{ breaking }',
    },
  ],
  auditLog: [{ who: site, of: 'nothing', ask: () => ({ first: 1 }), select: '{ nodes { action } }' }],
  auditVerification: [{ who: site, of: 'nothing', select: '{ isIntact }' }],
  storeReports: [{ who: site, of: 'nothing', select: '{ kind }' }],
  viewer: [{ who: anyone, of: 'nothing', select: '{ __typename }' }],
  namespace: [{ who: anyone, of: 'nothing', ask: () => ({ handle: 'acme' }), select: '{ handle }' }],
  deviceLogin: [{ who: person, of: 'nothing', ask: () => ({ userCode: 'BBBB-BBBB' }), select: '{ clientName }', granted: ['', 'RATE_LIMITED'] }],
  signInProviders: [{ who: anyone, of: 'nothing', select: '' }],
};

/** Streams; who may not see the artifact gets the end of a stream of one that is not there. */
export const subscriptions: Readonly<Record<string, QueryRow>> = {
  indexingProgress: { who: anyone, of: 'artifact', ask: ({ name }) => ({ artifact: name, version: '1.0.0' }), select: '{ status }' },
  scanProgress: { who: anyone, of: 'artifact', ask: ({ name }) => ({ artifact: name, version: '1.0.0' }), select: '{ status }' },
};

/** Who gets a field of an entity that they see, beyond null or an empty list. */
export type Shown =
  /** It goes with the entity. */
  | 'with it'
  /** A list of artifacts or versions: each is there for those who see it. */
  | 'each by itself'
  /** For the account itself. */
  | 'its own'
  | (Who & { readonly kind: 'role' });

/** The fields of everything that is reached by more ways than one, and of whoever asks. */
export const entityFields: Readonly<Record<string, Readonly<Record<string, Shown>>>> = {
  Artifact: {
    id: 'with it',
    name: 'with it',
    type: 'with it',
    description: 'with it',
    license: 'with it',
    keywords: 'with it',
    visibility: 'with it',
    createdAt: 'with it',
    updatedAt: 'with it',
    stars: 'with it',
    viewerHasStarred: 'with it',
    downloads: 'with it',
    namespace: 'with it',
    tags: 'with it',
    latest: 'with it',
    version: 'each by itself',
    versions: 'each by itself',
    pricing: 'with it',
    viewerEntitlement: 'with it',
    grants: role('admin', 'admin'),
    timescape: 'with it',
  },
  Version: {
    id: 'with it',
    version: 'with it',
    artifact: 'with it',
    digest: 'with it',
    artifactType: 'with it',
    sizeBytes: 'with it',
    status: 'with it',
    statusReason: 'with it',
    publishedAt: 'with it',
    deprecation: 'with it',
    layers: 'with it',
    manifest: 'with it',
    dependencies: 'with it',
    readme: 'with it',
    signature: 'with it',
    attestations: 'with it',
    sbom: 'with it',
    scan: 'with it',
  },
  Namespace: {
    id: 'with it',
    handle: 'with it',
    kind: 'with it',
    displayName: 'with it',
    badges: 'with it',
    signingKeys: 'with it',
    signingIdentities: 'with it',
    artifacts: 'each by itself',
    members: role('read', 'read'),
    storage: role('write', 'publish'),
    robots: manager,
    invitations: manager,
    trustedPublishers: manager,
    teams: role('read', 'read'),
    verifications: manager,
    auditLog: { ...manager, or: site },
  },
  Team: { id: 'with it', name: 'with it', namespace: 'with it', members: role('read', 'read'), createdAt: 'with it' },
  Account: { id: 'with it', handle: 'with it', email: 'its own' },
  Viewer: {
    account: 'its own',
    memberships: 'its own',
    invitations: 'its own',
    identities: 'its own',
    apiKeys: 'its own',
    sessions: 'its own',
    twoFactor: 'its own',
    isEmailVerified: 'its own',
    auditLog: 'its own',
  },
};

/** An HTTP route. Below `/v2/` the name is a repository's. */
export interface RouteRow {
  /**
   * `anyone`: everybody is answered alike. `readers`: who does not see the artifact gets the answer for one that is not there.
   * `writers`: besides, who sees it and may not write is refused. `uploader`: besides, a session is there for the account alone that began it.
   * `the public`: nobody's credentials count; what is not public is not there.
   */
  readonly who: 'anyone' | 'readers' | 'writers' | 'uploader' | 'the public';
  /** Whether credentials are looked at, so that bad ones are refused. */
  readonly isIdentified: boolean;
  readonly ask: (place: Place) => { readonly path: string; readonly init?: RequestInit };
  /** Statuses for those who may. */
  readonly granted: readonly number[];
}

export interface Place {
  /** `acme/closed` */
  readonly repository: string;
  /** Digests of a manifest and of a blob that are there. */
  readonly manifest: string;
  readonly blob: string;
  /** An upload of the owner's, where the row is for its uploader. */
  readonly session: string;
}

const noDigest = `sha256:${'0'.repeat(64)}`;
const withBody = (method: string, body: string, type = 'application/octet-stream'): RequestInit => ({ method, body, headers: { 'content-type': type } });
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

export const routes: Readonly<Record<string, RouteRow>> = {
  'POST /graphql': {
    who: 'anyone',
    isIdentified: true,
    granted: [200],
    ask: () => ({ path: '/graphql', init: withBody('POST', '{"query":"{__typename}"}', 'application/json') }),
  },
  'GET /graphql': {
    who: 'anyone',
    isIdentified: true,
    granted: [200],
    ask: () => ({ path: '/graphql?query={__typename}', init: { headers: { 'apollo-require-preflight': 'yes' } } }),
  },
  'GET /v2/': { who: 'anyone', isIdentified: true, granted: [200, 401], ask: () => ({ path: '/v2/' }) },
  'GET /v2/token': { who: 'anyone', isIdentified: true, granted: [200], ask: () => ({ path: '/v2/token?service=registry' }) },
  'POST /v2/token': {
    who: 'anyone',
    isIdentified: false,
    granted: [400],
    ask: () => ({ path: '/v2/token', init: withBody('POST', 'grant_type=none', 'application/x-www-form-urlencoded') }),
  },
  'POST /v2/{name}/blobs/uploads/': {
    who: 'writers',
    isIdentified: true,
    granted: [202],
    ask: ({ repository }) => ({ path: `/v2/${repository}/blobs/uploads/`, init: { method: 'POST' } }),
  },
  'GET /v2/{name}/blobs/uploads/{session}': {
    who: 'uploader',
    isIdentified: true,
    granted: [204],
    ask: ({ repository, session }) => ({ path: `/v2/${repository}/blobs/uploads/${session}` }),
  },
  'PATCH /v2/{name}/blobs/uploads/{session}': {
    who: 'uploader',
    isIdentified: true,
    granted: [202, 416],
    ask: ({ repository, session }) => ({ path: `/v2/${repository}/blobs/uploads/${session}`, init: withBody('PATCH', 'x') }),
  },
  'PUT /v2/{name}/blobs/uploads/{session}': {
    who: 'uploader',
    isIdentified: true,
    granted: [400, 404],
    ask: ({ repository, session }) => ({ path: `/v2/${repository}/blobs/uploads/${session}?digest=${noDigest}`, init: { method: 'PUT' } }),
  },
  'POST /v2/{name}/blobs/uploads/{session}': {
    who: 'writers',
    isIdentified: true,
    granted: [405],
    ask: ({ repository, session }) => ({ path: `/v2/${repository}/blobs/uploads/${session}?offset=0&size=1&digest=${noDigest}`, init: { method: 'POST' } }),
  },
  'DELETE /v2/{name}/blobs/uploads/{session}': {
    who: 'uploader',
    isIdentified: true,
    granted: [204, 404],
    ask: ({ repository, session }) => ({ path: `/v2/${repository}/blobs/uploads/${session}`, init: { method: 'DELETE' } }),
  },
  'GET /v2/{name}/blobs/{digest}': {
    who: 'readers',
    isIdentified: true,
    granted: [200],
    ask: ({ repository, blob }) => ({ path: `/v2/${repository}/blobs/${blob}` }),
  },
  'HEAD /v2/{name}/blobs/{digest}': {
    who: 'readers',
    isIdentified: true,
    granted: [200],
    ask: ({ repository, blob }) => ({ path: `/v2/${repository}/blobs/${blob}`, init: { method: 'HEAD' } }),
  },
  'DELETE /v2/{name}/blobs/{digest}': {
    who: 'writers',
    isIdentified: true,
    granted: [404],
    ask: ({ repository }) => ({ path: `/v2/${repository}/blobs/${noDigest}`, init: { method: 'DELETE' } }),
  },
  'GET /v2/{name}/manifests/{reference}': {
    who: 'readers',
    isIdentified: true,
    granted: [200],
    ask: ({ repository, manifest }) => ({ path: `/v2/${repository}/manifests/${manifest}` }),
  },
  'HEAD /v2/{name}/manifests/{reference}': {
    who: 'readers',
    isIdentified: true,
    granted: [200],
    ask: ({ repository, manifest }) => ({ path: `/v2/${repository}/manifests/${manifest}`, init: { method: 'HEAD' } }),
  },
  'PUT /v2/{name}/manifests/{reference}': {
    who: 'writers',
    isIdentified: true,
    granted: [400],
    ask: ({ repository }) => ({ path: `/v2/${repository}/manifests/1.0.0`, init: withBody('PUT', '{}', manifestType) }),
  },
  'DELETE /v2/{name}/manifests/{reference}': {
    who: 'writers',
    isIdentified: true,
    granted: [404],
    ask: ({ repository }) => ({ path: `/v2/${repository}/manifests/${noDigest}`, init: { method: 'DELETE' } }),
  },
  'GET /v2/{name}/tags/list': { who: 'readers', isIdentified: true, granted: [200], ask: ({ repository }) => ({ path: `/v2/${repository}/tags/list` }) },
  'GET /v2/{name}/referrers/{digest}': {
    who: 'readers',
    isIdentified: true,
    granted: [200],
    ask: ({ repository, manifest }) => ({ path: `/v2/${repository}/referrers/${manifest}` }),
  },
  'GET /downloads/{ticket}': { who: 'anyone', isIdentified: false, granted: [404], ask: () => ({ path: '/downloads/none' }) },
  'HEAD /downloads/{ticket}': { who: 'anyone', isIdentified: false, granted: [404], ask: () => ({ path: '/downloads/none', init: { method: 'HEAD' } }) },
  'GET /badges/@{handle}/{name}/{kind}.svg': {
    who: 'the public',
    isIdentified: false,
    granted: [200],
    ask: ({ repository }) => ({ path: `/badges/@${repository}/version.svg` }),
  },
  'HEAD /badges/@{handle}/{name}/{kind}.svg': {
    who: 'the public',
    isIdentified: false,
    granted: [200],
    ask: ({ repository }) => ({ path: `/badges/@${repository}/version.svg`, init: { method: 'HEAD' } }),
  },
  'GET /auth/{provider}/start': { who: 'anyone', isIdentified: false, granted: [302, 404], ask: () => ({ path: '/auth/github/start' }) },
  'GET /auth/{provider}/callback': {
    who: 'anyone',
    isIdentified: false,
    granted: [302, 404],
    ask: () => ({ path: '/auth/github/callback?state=none&code=none' }),
  },
  // Without a namespace everybody gets the log of the own account.
  'GET /audit-log': { who: 'anyone', isIdentified: true, granted: [200, 401, 403], ask: () => ({ path: '/audit-log' }) },
  'GET /.well-known/jwks.json': { who: 'anyone', isIdentified: false, granted: [200], ask: () => ({ path: '/.well-known/jwks.json' }) },
  'GET /.well-known/openid-configuration': { who: 'anyone', isIdentified: false, granted: [200], ask: () => ({ path: '/.well-known/openid-configuration' }) },
  'GET /health/live': { who: 'anyone', isIdentified: false, granted: [200], ask: () => ({ path: '/health/live' }) },
  'GET /health/ready': { who: 'anyone', isIdentified: false, granted: [200], ask: () => ({ path: '/health/ready' }) },
  'GET /metrics': { who: 'anyone', isIdentified: false, granted: [200], ask: () => ({ path: '/metrics' }) },
  'GET /openapi.json': { who: 'anyone', isIdentified: false, granted: [200], ask: () => ({ path: '/openapi.json' }) },
  'GET /docs/http': { who: 'anyone', isIdentified: false, granted: [200], ask: () => ({ path: '/docs/http' }) },
};
