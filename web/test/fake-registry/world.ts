/** The world of the fake registry: the same at every start, with something for every state a page can be in. `@states/…` names the state it is there for. */

export interface WorldVersion {
  version: string;
  publishedAt: string | null;
  status: 'STAGED' | 'PUBLISHED' | 'YANKED' | 'QUARANTINED' | 'REJECTED';
  statusReason: string | null;
  /** What the version graph says; null where it has no step to this version. */
  breaking: boolean | null;
  score: number | null;
  scanStatus: 'QUEUED' | 'RUNNING' | 'CLEAN' | 'FINDINGS' | 'MALICIOUS' | 'FAILED' | null;
  findings: WorldFinding[];
  signature: 'VALID' | 'UNSIGNED' | 'UNTRUSTED' | 'INVALID' | 'REVOKED';
  dependencies: Record<string, string>;
  readme: string | null;
  sizeBytes: number;
  deprecation: { message: string; successor: string | null } | null;
  /** The description in its own manifest, where the artifact has none. */
  declares: string | null;
}

export interface WorldFinding {
  id: string;
  severity: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'UNKNOWN';
  title: string;
  advisory: string;
  package: string;
  found: string;
  fixed: string | null;
}

export interface WorldArtifact {
  name: string;
  type: 'MODULE' | 'PLUGIN' | 'MODEL' | 'AGENT' | 'TEMPLATE' | 'SNAPSHOT';
  description: string | null;
  license: string | null;
  keywords: string[];
  capabilities: string[];
  language: string;
  visibility: 'PUBLIC' | 'PRIVATE';
  stars: number;
  downloads: { total: number; lastWeek: number };
  tags: Record<string, string>;
  /** Oldest first. */
  versions: WorldVersion[];
}

export interface WorldNamespace {
  handle: string;
  kind: 'USER' | 'ORGANIZATION';
  displayName: string;
  badges: { kind: 'DOMAIN' | 'GITHUB' | 'SOCIAL'; subject: string; verifiedAt: string }[];
  members: { role: 'OWNER' | 'ADMIN' | 'WRITE' | 'READ'; handle: string }[];
  keys: { id: string; fingerprint: string; algorithm: 'ECDSA_P256' | 'ED25519'; validFrom: string; revokedAt: string | null }[];
}

const firstDay = Date.UTC(2024, 0, 15, 9, 30);
const dayMs = 24 * 60 * 60 * 1000;
const daysAfter = (days: number): string => new Date(firstDay + days * dayMs).toISOString();
const digits = (seed: string): string => {
  let state = 2166136261;
  let text = '';
  for (let index = 0; text.length < 64; index += 1) {
    for (const letter of `${seed}${index}`) state = Math.imul(state ^ letter.charCodeAt(0), 16777619) >>> 0;
    text += state.toString(16).padStart(8, '0');
  }
  return text.slice(0, 64);
};

/** A digest that depends on nothing but what it is of. */
export const digestOf = (what: string): string => `sha256:${digits(what)}`;

function version(number: string, day: number, more: Partial<WorldVersion> = {}): WorldVersion {
  return {
    version: number,
    publishedAt: daysAfter(day),
    status: 'PUBLISHED',
    statusReason: null,
    breaking: false,
    score: 100,
    scanStatus: 'CLEAN',
    findings: [],
    signature: 'VALID',
    dependencies: {},
    readme: null,
    sizeBytes: 38_000,
    deprecation: null,
    declares: null,
    ...more,
  };
}

function artifact(name: string, more: Partial<WorldArtifact> & { versions: WorldVersion[] }): WorldArtifact {
  return {
    name,
    type: 'MODULE',
    description: `What ${name} is for, in one line.`,
    license: 'MIT',
    keywords: [],
    capabilities: [],
    language: 'typescript',
    visibility: 'PUBLIC',
    stars: 12,
    downloads: { total: 4100, lastWeek: 120 },
    tags: {},
    ...more,
  };
}

export const advisories: WorldFinding[] = [
  {
    id: 'f-lodash',
    severity: 'HIGH',
    title: 'Prototype pollution in lodash',
    advisory: 'GHSA-jf85-cpcp-j695',
    package: 'lodash',
    found: '4.17.4',
    fixed: '4.17.12',
  },
  {
    id: 'f-minimist',
    severity: 'CRITICAL',
    title: 'Prototype pollution in minimist',
    advisory: 'GHSA-xvch-5gv4-984h',
    package: 'minimist',
    found: '1.2.0',
    fixed: '1.2.6',
  },
  {
    id: 'f-axios',
    severity: 'MEDIUM',
    title: 'Cross-site request forgery token exposed by axios',
    advisory: 'GHSA-wf5p-g6vw-rhxx',
    package: 'axios',
    found: '0.27.2',
    fixed: null,
  },
];

const authReadme = `<h1>@acme/auth</h1>
<p>Sessions and tokens for Gati apps: sign-in, refresh, and <em>revocation that is seen within five seconds</em>.</p>
<h2 id="install">Install</h2>
<pre><code>gati install @acme/auth</code></pre>
<h2 id="use">Use</h2>
<pre><code>import { login, verify } from '@acme/auth';

const session = await login({ email, password });
const user = await verify(session.accessToken);</code></pre>
<p>See <a href="#install">Install</a>, the <a href="https://example.com/auth">guide</a>, and this picture: <img src="https://example.com/flow.png" alt="the flow of a sign-in"></p>
<h2>Handlers</h2>
<table><thead><tr><th>Handler</th><th>Takes</th><th>Gives</th></tr></thead><tbody><tr><td><code>login</code></td><td>email and password</td><td>session</td></tr><tr><td><code>verify</code></td><td>access token</td><td>user</td></tr><tr><td><code>revoke</code></td><td>session id</td><td>nothing</td></tr></tbody></table>
<h2>What it does not do</h2>
<ul><li>It stores no passwords; a store is yours to choose.</li><li>It sends no mail.</li></ul>
<blockquote><p>Version 3 renames <code>user.mail</code> to <code>user.email</code>.</p></blockquote>
<script>alert('never')</script>`;

function authVersions(): WorldVersion[] {
  const numbers = [
    '0.9.0-rc.1',
    '0.9.0',
    '1.0.0',
    '1.0.1',
    '1.0.2',
    '1.1.0',
    '1.1.1',
    '1.2.0',
    '1.2.1',
    '1.3.0',
    '1.3.1',
    '1.3.2',
    '1.4.0',
    '2.0.0-beta.1',
    '2.0.0-beta.2',
    '2.0.0',
    '2.0.1',
    '2.1.0',
    '2.1.1',
    '2.2.0',
    '2.2.1',
    '2.3.0',
    '2.4.0',
    '2.4.1',
    '3.0.0-rc.1',
    '3.0.0',
    '3.0.1',
    '3.0.2',
    '3.1.0',
  ];
  return numbers.map((number, index) =>
    version(number, index * 24 + (index % 3) * 5, {
      breaking: index === 0 ? null : /^(?:1|2|3)\.0\.0$/.test(number) || number === '1.2.0',
      status: number === '2.2.0' ? 'YANKED' : 'PUBLISHED',
      statusReason: number === '2.2.0' ? 'sessions ended early' : null,
      score: number === '3.1.0' ? 92 : 88,
      scanStatus: 'FINDINGS',
      findings: [advisories[2] as WorldFinding],
      dependencies: { '@acme/db': '^2.0.0', '@acme/crypto': '^1.4.0', '@k/queue': '>=0.9.0' },
      readme: authReadme,
      sizeBytes: 30_000 + index * 317,
    }),
  );
}

const series = (count: number, more: (index: number) => Partial<WorldVersion> = () => ({})): WorldVersion[] =>
  Array.from({ length: count }, (_, index) =>
    version(`1.${Math.floor(index / 4)}.${index % 4}`, 100 + index * 11, { breaking: index === 0 ? null : false, ...more(index) }),
  );

/** An artifact of which one version was pushed a moment ago. */
export const pushedArtifact = (name: string): WorldArtifact =>
  artifact(name, {
    description: 'Pushed just now.',
    downloads: { total: 0, lastWeek: 0 },
    versions: [version('1.0.0', 730, { status: 'STAGED', publishedAt: null, breaking: null, signature: 'UNSIGNED', score: null, scanStatus: null })],
  });

/** All artifacts, in the order in which they were made. */
export function makeArtifacts(): WorldArtifact[] {
  return [
    artifact('@acme/auth', {
      description: 'Sessions and tokens for Gati apps.',
      keywords: ['auth', 'session', 'token'],
      capabilities: ['auth', 'db'],
      stars: 1204,
      downloads: { total: 1_904_211, lastWeek: 41_213 },
      tags: { latest: '3.1.0', next: '3.1.0', lts: '2.4.1' },
      versions: authVersions(),
    }),
    artifact('@acme/db', {
      description: 'Typed access to PostgreSQL with migrations.',
      capabilities: ['db'],
      stars: 810,
      downloads: { total: 990_100, lastWeek: 28_400 },
      tags: { latest: '2.3.1' },
      versions: [version('1.0.0', 20, { breaking: null }), version('2.0.0', 200, { breaking: true }), version('2.3.0', 320), version('2.3.1', 360)],
    }),
    artifact('@acme/crypto', {
      description: 'Hashes, signatures and random numbers that are hard to use wrongly.',
      stars: 302,
      downloads: { total: 220_000, lastWeek: 9_300 },
      versions: series(14),
    }),
    artifact('@k/queue', {
      description: 'A durable job queue on PostgreSQL.',
      capabilities: ['queue', 'db'],
      stars: 512,
      downloads: { total: 61_000, lastWeek: 18_900 },
      tags: { latest: '0.9.4' },
      versions: [version('0.8.0', 300, { breaking: null }), version('0.9.0', 400, { breaking: true }), version('0.9.1', 420), version('0.9.4', 690)],
    }),
    artifact('@k/token-auth', {
      description: 'Bearer tokens, the old way.',
      capabilities: ['auth'],
      downloads: { total: 88_000, lastWeek: 610 },
      versions: [
        version('1.4.1', 210, { breaking: null, score: 64 }),
        version('1.4.2', 300, {
          score: 61,
          scanStatus: 'FINDINGS',
          findings: [advisories[0] as WorldFinding],
          deprecation: { message: 'use @acme/auth, which rotates its keys', successor: '@acme/auth' },
        }),
      ],
    }),
    artifact('@k/vite', {
      type: 'PLUGIN',
      description: 'Builds Gati front ends with Vite.',
      license: 'Apache-2.0',
      downloads: { total: 40_500, lastWeek: 3_900 },
      versions: series(9),
    }),
    artifact('@lab/ocr', {
      type: 'MODEL',
      description: 'Reads printed text in 41 scripts; ONNX, 84 MB.',
      license: 'Apache-2.0',
      capabilities: ['ai'],
      language: 'onnx',
      stars: 233,
      downloads: { total: 12_800, lastWeek: 2_450 },
      versions: [version('1.0.0', 640, { breaking: null, sizeBytes: 84_200_000 }), version('1.1.0', 700, { sizeBytes: 84_900_000 })],
    }),
    artifact('@lab/summarizer', {
      type: 'AGENT',
      description: 'Sums up long documents with citations.',
      capabilities: ['ai', 'net'],
      language: 'yaml',
      downloads: { total: 5_100, lastWeek: 1_300 },
      versions: series(4),
    }),
    artifact('@acme/starter', {
      type: 'TEMPLATE',
      description: 'A Gati app with sign-in, a database and tests.',
      downloads: { total: 9_900, lastWeek: 720 },
      versions: series(7),
    }),
    artifact('@acme/production', {
      type: 'SNAPSHOT',
      description: 'The environment that acme.example runs on.',
      license: null,
      downloads: { total: 310, lastWeek: 14 },
      versions: series(3),
    }),
    artifact('@states/vulnerable', {
      description: 'Depends on packages with known vulnerabilities.',
      versions: [version('1.0.0', 500, { breaking: null }), version('1.1.0', 540, { score: 27, scanStatus: 'FINDINGS', findings: advisories })],
    }),
    artifact('@states/quarantined', {
      description: 'Its newest version was signed by a key that is revoked.',
      versions: [
        version('1.0.0', 400, { breaking: null }),
        version('1.0.1', 430, { status: 'QUARANTINED', statusReason: 'its key sha256:4f53… is revoked from 1 Mar 2026 on', signature: 'REVOKED' }),
      ],
    }),
    artifact('@states/held', {
      description: null,
      versions: [
        version('1.0.0', 440, {
          status: 'QUARANTINED',
          statusReason: 'its key sha256:4f53… was revoked',
          signature: 'REVOKED',
          breaking: null,
          declares: 'Tokens of old, held back.',
        }),
      ],
    }),
    artifact('@states/partial', {
      description: 'Some of what is known about it cannot be read.',
      versions: series(6, () => ({ dependencies: { '@acme/db': '^2.0.0' } })),
    }),
    artifact('@states/bare', {
      description: null,
      license: null,
      downloads: { total: 0, lastWeek: 0 },
      stars: 0,
      versions: [version('0.0.1', 720, { breaking: null, score: null, scanStatus: null })],
    }),
    artifact('@states/unpublished', { description: 'Nothing of it is published yet.', downloads: { total: 0, lastWeek: 0 }, versions: [] }),
    artifact('@states/many', {
      description: 'Has more versions than fit on a page.',
      versions: series(120, (index) => ({ breaking: index % 17 === 16, status: index % 23 === 22 ? 'YANKED' : 'PUBLISHED' })),
    }),
    artifact('@states/conflict', {
      description: 'Its dependencies cannot be installed together.',
      versions: [version('1.0.0', 600, { breaking: null, dependencies: { '@acme/db': '^9.0.0', '@k/queue': '>=0.9.0' } })],
    }),
    artifact('@states/a-name-that-is-as-long-as-names-get-in-lists-and-headers-and-still-has-to-fit-on-a-small-phone', {
      description:
        'A description that goes on for as long as descriptions may: three hundred characters are allowed, and somebody will use them all to say what could have been said in twenty, which is why pages must hold them without falling apart, on wide screens and on narrow ones, in light and in dark, today and later.',
      versions: series(2),
    }),
    artifact('@ada/secret', { description: 'Seen by ada alone.', visibility: 'PRIVATE', versions: [version('1.0.0', 700, { breaking: null })] }),
    pushedArtifact('@ada/fresh'),
    artifact('@ada/refused', {
      description: 'Refused as malicious.',
      downloads: { total: 0, lastWeek: 0 },
      versions: [
        version('1.0.0', 728, {
          status: 'REJECTED',
          statusReason: 'index.js sends environment variables to an address on the internet',
          publishedAt: null,
          breaking: null,
          score: 0,
          scanStatus: 'MALICIOUS',
        }),
      ],
    }),
    artifact('@ada/done', {
      description: 'Published and scanned a while ago.',
      downloads: { total: 3, lastWeek: 3 },
      versions: [version('1.0.0', 725, { breaking: null, score: 27, scanStatus: 'FINDINGS', findings: advisories })],
    }),
  ];
}

/** All namespaces. */
export function makeNamespaces(): WorldNamespace[] {
  const key = (handle: string, revokedAt: string | null = null) => ({
    id: `key-${handle}`,
    fingerprint: digestOf(`key of ${handle}`),
    algorithm: 'ECDSA_P256' as const,
    validFrom: daysAfter(1),
    revokedAt,
  });
  return [
    {
      handle: 'acme',
      kind: 'ORGANIZATION',
      displayName: 'Acme',
      badges: [
        { kind: 'DOMAIN', subject: 'acme.example', verifiedAt: daysAfter(715) },
        { kind: 'GITHUB', subject: 'acme', verifiedAt: daysAfter(700) },
      ],
      members: [
        { role: 'OWNER', handle: 'ada' },
        { role: 'WRITE', handle: 'grace' },
      ],
      keys: [key('acme'), { ...key('acme-old', daysAfter(400)), id: 'key-acme-old' }],
    },
    {
      handle: 'k',
      kind: 'USER',
      displayName: 'Katherine',
      badges: [{ kind: 'GITHUB', subject: 'katherine', verifiedAt: daysAfter(600) }],
      members: [{ role: 'OWNER', handle: 'k' }],
      keys: [key('k')],
    },
    { handle: 'lab', kind: 'ORGANIZATION', displayName: 'Reading Lab', badges: [], members: [], keys: [key('lab')] },
    { handle: 'states', kind: 'ORGANIZATION', displayName: 'States', badges: [], members: [], keys: [] },
    { handle: 'ada', kind: 'USER', displayName: 'ada', badges: [], members: [{ role: 'OWNER', handle: 'ada' }], keys: [key('ada')] },
    { handle: 'grace', kind: 'USER', displayName: 'grace', badges: [], members: [{ role: 'OWNER', handle: 'grace' }], keys: [] },
  ];
}
