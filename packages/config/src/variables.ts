import { isIP } from 'node:net';
import { parseHandle } from '@gati/identifiers';

/** A setting as its user meets it. */
export interface Variable<T = unknown> {
  readonly meaning: string;
  /** What holds when it is left out, in words. */
  readonly byDefault: string;
  readonly example: string;
  /** What is allowed, completing «must be …». */
  readonly allowed: string;
  /** null when the text is not allowed. */
  readonly parse: (text: string) => T | null;
}
const variable = <T>(definition: Variable<T>): Variable<T> => definition;

const port = (text: string): number | null => (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535 ? Number(text) : null);

const wholeNumber = (text: string, least: number, most: number): number | null =>
  /^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : null;

/** Scheme, host and port alone: a path would be lost where only the origin counts. */
function origin(text: string): string | null {
  const url = URL.parse(text);
  return url && ['http:', 'https:'].includes(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username ? url.origin : null;
}
const address =
  (...protocols: readonly string[]) =>
  (text: string): string | null =>
    protocols.includes(URL.parse(text)?.protocol ?? '') ? text : null;
const text = (value: string): string | null => value;

/** Who says who somebody is must not be replaced on the way: plain HTTP is for this machine alone. */
function issuer(value: string): string | null {
  const url = URL.parse(value);
  const isNear = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return url && (url.protocol === 'https:' || isNear) && !url.search && !url.hash && !url.username ? value : null;
}

/** A name of the contract whose part of the registry is not there yet: using it must not pass in silence. */
const later = (meaning: string, byDefault: string) =>
  variable<never>({
    meaning: `${meaning} Not offered by this version.`,
    byDefault,
    example: '',
    allowed: 'left out: this version does not offer it',
    parse: () => null,
  });

const subgraphUrl = (name: string, examplePort: number) =>
  variable({
    meaning: `Origin of the ${name} subgraph when it runs as a process of its own.`,
    byDefault: 'in process',
    example: `http://127.0.0.1:${examplePort}`,
    allowed: `an origin like http://127.0.0.1:${examplePort}`,
    parse: origin,
  });

const perMinute = 'a whole number from 1 to 1000000000, or off';
const requestsPerMinute = (value: string): number | 'off' | null => (value === 'off' ? 'off' : wholeNumber(value, 1, 1_000_000_000));

/** Every setting of the registry, in the order of `.env.example`. */
export const variables = {
  PORT: variable({
    meaning: 'The one public port: GraphQL, OCI, HTTP routes, and the web app behind it.',
    byDefault: '4000',
    example: '4000',
    allowed: 'a port from 1 to 65535',
    parse: port,
  }),
  HOST: variable({
    meaning: 'The address to listen on.',
    byDefault: '127.0.0.1',
    example: '127.0.0.1',
    allowed: 'an IP address or a host name',
    parse: (value) => (/^[a-zA-Z0-9.:_-]+$/.test(value) ? value : null),
  }),
  PUBLIC_URL: variable({
    meaning: 'The origin under which everyone reaches the registry: in tokens, links and Origin checks. Required when HOST is not loopback.',
    byDefault: 'http://127.0.0.1:PORT',
    example: 'https://registry.example.com',
    allowed: 'an origin like https://registry.example.com, without a path',
    parse: origin,
  }),
  TRUST_PROXY: variable({
    meaning: 'Addresses of proxies whose forwarded headers count, separated by commas.',
    byDefault: 'none',
    example: '10.0.0.1,10.0.0.0/8',
    allowed: 'IP addresses or CIDR ranges separated by commas',
    parse: (value) => list(value, (part) => (/^[0-9a-fA-F.:]+(?:\/\d{1,3})?$/.test(part) ? part : null)),
  }),
  WEB_PORT: variable({
    meaning: 'Where the web server itself listens, on loopback; off leaves it out.',
    byDefault: '3000',
    example: '3000',
    allowed: 'a port from 1 to 65535, or off',
    parse: (value) => (value === 'off' ? ('off' as const) : port(value)),
  }),
  GATI_DATA_DIR: variable({
    meaning: 'Folder of the database cluster, blobs, mail outbox and generated secrets.',
    byDefault: '.gati in the project',
    example: '/srv/gati',
    allowed: 'a path',
    parse: text,
  }),
  GATI_SECRET: variable({
    meaning: 'Encrypts the token-signing keys. Every process of an installation needs the same.',
    byDefault: 'made in the data folder',
    example: '',
    allowed: 'at least 32 characters',
    parse: (value) => (value.length >= 32 ? value : null),
  }),
  GATI_ADMINS: variable({
    meaning: 'Handles of site administrators, separated by commas.',
    byDefault: 'none',
    example: 'ada,grace',
    allowed: 'handles separated by commas',
    parse: (value) => list(value, (part) => attempt(() => parseHandle(part) as string)),
  }),
  GATI_DEMO: variable({
    meaning: 'The demo world; its accounts have no password but the one printed at first start.',
    byDefault: 'on on loopback, else off',
    example: 'off',
    allowed: 'on or off',
    parse: (value) => (value === 'on' || value === 'off' ? value : null),
  }),
  GATI_COST_PER_MINUTE: variable({
    meaning:
      'What one key or session, or one address without an account, may spend on GraphQL in a minute; an account with all its keys four times as much. A search costs some 400, the dearest operation 20,000.',
    byDefault: '2000000',
    example: '500000',
    allowed: 'a whole number from 20000 to 1000000000, or off',
    parse: (value) => (value === 'off' ? ('off' as const) : wholeNumber(value, 20_000, 1_000_000_000)),
  }),
  GATI_READS_PER_MINUTE: variable({
    meaning:
      'Requests that one key or session, or one address without an account, may make in a minute to read at /v2 and /downloads; an account with all its keys four times as many, here and in the settings below.',
    byDefault: '60000',
    example: '6000',
    allowed: perMinute,
    parse: requestsPerMinute,
  }),
  GATI_WRITES_PER_MINUTE: variable({
    meaning: 'Requests of uploads at /v2 in a minute, for each key or session: bytes come in as many requests as the client likes.',
    byDefault: '30000',
    example: '6000',
    allowed: perMinute,
    parse: requestsPerMinute,
  }),
  GATI_PUBLISHES_PER_MINUTE: variable({
    meaning: 'Manifests put and things deleted at /v2 in a minute, for each key or session: a signed version is two.',
    byDefault: '1200',
    example: '300',
    allowed: perMinute,
    parse: requestsPerMinute,
  }),
  GATI_TOKENS_PER_MINUTE: variable({
    meaning: 'Tokens that may be asked for at /v2/token in a minute, for each key, or address where no account is told.',
    byDefault: '6000',
    example: '600',
    allowed: perMinute,
    parse: requestsPerMinute,
  }),
  GATI_AUTH_PER_MINUTE: variable({
    meaning: 'Requests at /auth (sign-in with accounts elsewhere) in a minute, for each address.',
    byDefault: '600',
    example: '120',
    allowed: perMinute,
    parse: requestsPerMinute,
  }),
  GATI_SOCKETS_PER_ADDRESS: variable({
    meaning: 'Sockets for live progress that one address may have open at once. Raise it where many people share one.',
    byDefault: '50',
    example: '500',
    allowed: 'a whole number from 1 to 20000',
    parse: (value) => wholeNumber(value, 1, 20_000),
  }),
  GATI_CONNECTIONS_PER_ADDRESS: variable({
    meaning: 'Connections that one address may have open at once, those of sockets among them; trusted proxies may have any number.',
    byDefault: '2048',
    example: '2000',
    allowed: 'a whole number from 16 to 25000',
    parse: (value) => wholeNumber(value, 16, 25_000),
  }),
  GATI_QUOTA_BYTES: variable({
    meaning:
      'What each namespace may store, in bytes, a blob counted once however many of its repositories have it. An administrator can allow one another amount.',
    byDefault: '107374182400 (100 GiB)',
    example: 'unlimited',
    allowed: 'a whole number of bytes, or unlimited',
    parse: (value) => (value === 'unlimited' ? ('unlimited' as const) : /^\d{1,15}$/.test(value) ? Number(value) : null),
  }),
  GATI_CONTENT_URL: variable({
    meaning: 'Another origin for bytes that publishers wrote.',
    byDefault: 'none',
    example: 'https://content.example.com',
    allowed: 'an origin without a path',
    parse: origin,
  }),
  GATI_CDN_PURGE_URL: variable({
    meaning:
      'With a CDN in front of PUBLIC_URL: where it is told, by POST with the header Surrogate-Key, what to drop. New versions of popular artifacts are then fetched through it ahead of time.',
    byDefault: 'none: no CDN',
    example: 'https://api.cdn.example.com/service/7/purge',
    allowed: 'an http:// or https:// address',
    parse: address('http:', 'https:'),
  }),
  GATI_CDN_PURGE_TOKEN: variable({
    meaning: 'Sent as a Bearer token to GATI_CDN_PURGE_URL.',
    byDefault: 'none',
    example: '',
    allowed: 'printable characters without spaces',
    parse: (value) => (/^[!-~]+$/.test(value) ? value : null),
  }),
  DATABASE_URL: variable({
    meaning: 'A PostgreSQL 15 or newer to use.',
    byDefault: 'the embedded one',
    example: 'postgresql://gati:secret@db.example.com:5432/gati',
    allowed: 'a postgresql:// address',
    parse: address('postgres:', 'postgresql:'),
  }),
  REDIS_URL: variable({
    meaning: 'A Redis 6.2 or newer for the cache, for rate limits and for news across processes. Its database is for this registry alone and must not evict.',
    byDefault: 'memory, LISTEN/NOTIFY',
    example: 'redis://:secret@redis.example.com:6379/0',
    allowed: 'a redis:// or rediss:// address',
    parse: address('redis:', 'rediss:'),
  }),
  S3_ENDPOINT: variable({
    meaning:
      'Blobs in a bucket of S3, or of a service that speaks its protocol, instead of the data folder: the address of the service. Needs S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY too.',
    byDefault: 'the data folder',
    example: 'https://s3.eu-central-1.amazonaws.com',
    allowed: 'an origin without a path',
    parse: origin,
  }),
  S3_PUBLIC_ENDPOINT: variable({
    meaning:
      'Where clients reach the same service: large downloads are answered by a link to it that works for a minute. off sends every byte through the registry.',
    byDefault: 'S3_ENDPOINT',
    example: 'off',
    allowed: 'an origin without a path, or off',
    parse: (value) => (value === 'off' ? ('off' as const) : origin(value)),
  }),
  S3_BUCKET: variable({
    meaning: 'The bucket, which must exist and be for this registry alone.',
    byDefault: 'none',
    example: 'gati-blobs',
    allowed: 'the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens',
    parse: (value) => (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value) ? value : null),
  }),
  S3_REGION: variable({
    meaning: 'The region of the bucket.',
    byDefault: 'us-east-1',
    example: 'eu-central-1',
    allowed: 'letters, digits and hyphens',
    parse: (value) => (/^[a-zA-Z0-9-]{1,64}$/.test(value) ? value : null),
  }),
  S3_ACCESS_KEY_ID: variable({
    meaning: 'The id of the key for the bucket.',
    byDefault: 'none',
    example: '',
    allowed: 'text without spaces',
    parse: (value) => (/^\S+$/.test(value) ? value : null),
  }),
  S3_SECRET_ACCESS_KEY: variable({
    meaning: 'The key for the bucket.',
    byDefault: 'none',
    example: '',
    allowed: 'text without spaces',
    parse: (value) => (/^\S+$/.test(value) ? value : null),
  }),
  TYPESENSE_URL: later('Typesense for search.', 'PostgreSQL'),
  TYPESENSE_API_KEY: later('Typesense for search: its key.', 'PostgreSQL'),
  STRIPE_SECRET_KEY: later('Payments by Stripe.', 'no payments'),
  STRIPE_WEBHOOK_SECRET: later('Payments by Stripe: webhooks.', 'no payments'),
  STRIPE_API_BASE: later('Payments by Stripe: its address.', 'no payments'),
  SMTP_URL: variable({
    meaning:
      'A mail server. smtps:// speaks TLS from the beginning; smtp:// changes to it where the server offers it, and insists on it where there is a password, unless the server is on this machine.',
    byDefault: 'the outbox folder',
    example: 'smtps://registry:secret@mail.example.com',
    allowed: 'an smtp:// or smtps:// address',
    parse: address('smtp:', 'smtps:'),
  }),
  GATI_MAIL_FROM: variable({
    meaning: 'The address that mails come from.',
    byDefault: 'registry@ and the host of PUBLIC_URL',
    example: 'registry@example.com',
    allowed: 'an e-mail address',
    parse: (value) => (/^[^\s@<>",;:]{1,64}@[^\s@<>",;:]{1,190}$/.test(value) ? value : null),
  }),
  GITHUB_CLIENT_ID: variable({
    meaning: 'Sign-in with GitHub: the id of the application registered there, with PUBLIC_URL/auth/github/callback as its only redirect address.',
    byDefault: 'off',
    example: '',
    allowed: 'text without spaces',
    parse: (value) => (/^\S{1,200}$/.test(value) ? value : null),
  }),
  GITHUB_CLIENT_SECRET: variable({
    meaning: 'Sign-in with GitHub: the secret of the application.',
    byDefault: 'off',
    example: '',
    allowed: 'text without spaces',
    parse: (value) => (/^\S{1,500}$/.test(value) ? value : null),
  }),
  GOOGLE_CLIENT_ID: variable({
    meaning: 'Sign-in with Google: the id of the application registered there, with PUBLIC_URL/auth/google/callback as its only redirect address.',
    byDefault: 'off',
    example: '',
    allowed: 'text without spaces',
    parse: (value) => (/^\S{1,200}$/.test(value) ? value : null),
  }),
  GOOGLE_CLIENT_SECRET: variable({
    meaning: 'Sign-in with Google: the secret of the application.',
    byDefault: 'off',
    example: '',
    allowed: 'text without spaces',
    parse: (value) => (/^\S{1,500}$/.test(value) ? value : null),
  }),
  OAUTH_GITHUB_ISSUER: variable({
    meaning: 'An OpenID Connect issuer in the place of GitHub, for tests and for companies with a provider of their own.',
    byDefault: 'GitHub',
    example: '',
    allowed: 'an https:// address, or an http:// one of this machine',
    parse: issuer,
  }),
  OAUTH_GOOGLE_ISSUER: variable({
    meaning: 'An OpenID Connect issuer in the place of Google, for tests and for companies with a provider of their own.',
    byDefault: 'Google',
    example: '',
    allowed: 'an https:// address, or an http:// one of this machine',
    parse: issuer,
  }),
  GATI_CI_ISSUERS: variable({
    meaning:
      'Issuers of CI services whose tokens count for trusted publishing, beside GitHub and GitLab, separated by commas: for example a GitLab of your own.',
    byDefault: 'none',
    example: 'https://gitlab.example.com',
    allowed: 'https:// addresses, or http:// ones of this machine, separated by commas',
    parse: (value) => list(value, issuer),
  }),
  GATI_FETCH_ALLOW: variable({
    meaning:
      'Networks and addresses that may be asked for what users name (proofs of publishers) although they are not on the public internet, separated by commas; with a port where it is not that of the scheme.',
    byDefault: 'none',
    example: '10.20.0.0/16,10.0.0.7:8443',
    allowed: 'networks or addresses like 10.0.0.0/8, 127.0.0.1:8080, fd00::/8 or [::1]:8080, separated by commas',
    parse: (value) => list(value, network),
  }),
  GATI_DNS_SERVERS: variable({
    meaning:
      'Name servers that are asked for the names that users give (proofs of publishers), separated by commas: for example public ones, where those of the system know names inside.',
    byDefault: 'those of the system',
    example: '9.9.9.9,[2620:fe::fe]:53',
    allowed: 'addresses like 9.9.9.9 or 127.0.0.1:5353, separated by commas',
    parse: (value) => list(value, (part) => (part.includes('/') ? null : network(part))),
  }),
  TRIVY_PATH: variable({
    meaning: 'The Trivy program.',
    byDefault: 'found in node_modules, else off',
    example: '/usr/bin/trivy',
    allowed: 'a path, or off',
    parse: text,
  }),
  TRIVY_DB_REPOSITORY: variable({
    meaning: 'OCI repository that Trivy pulls its vulnerability database from.',
    byDefault: 'none: Trivy takes part only when a database is in the data folder',
    example: 'registry.example.com/gati/trivy-db:2',
    allowed: 'an OCI reference',
    parse: (value) => (/^[\w.:/-]+$/.test(value) ? value : null),
  }),
  SUBGRAPH_ARTIFACTS_URL: subgraphUrl('artifacts', 4001),
  SUBGRAPH_NAMESPACES_URL: subgraphUrl('namespaces', 4002),
  SUBGRAPH_SECURITY_URL: subgraphUrl('security', 4003),
  SUBGRAPH_BILLING_URL: subgraphUrl('billing', 4004),
  SUBGRAPH_TIMESCAPE_URL: subgraphUrl('timescape', 4005),
  SUPERGRAPH_PATH: variable({
    meaning: 'With npm run gateway: a federation 2 supergraph file to serve instead of ours.',
    byDefault: 'the composed one',
    example: './supergraph.graphql',
    allowed: 'a path',
    parse: text,
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable({
    meaning: 'Where traces are sent, as OTLP over HTTP.',
    byDefault: 'none',
    example: 'http://127.0.0.1:4318',
    allowed: 'an http:// or https:// address',
    parse: address('http:', 'https:'),
  }),
} as const;

export type VariableName = keyof typeof variables;
export type ValueOf<N extends VariableName> = (typeof variables)[N] extends Variable<infer T> ? T : never;

/** A network or an address, with or without a port, as it is written; null when it is none. */
function network(value: string): string | null {
  const isBareIPv6 = !value.startsWith('[') && value.split(':').length > 2;
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^[\]]*?))(?::(\d{1,5}))?$/.exec(isBareIPv6 ? `[${value}]` : value) ?? [];
  const [address = '', bits, ...more] = (bracketed ?? plain ?? '').split('/');
  const version = isIP(address);
  const isNetwork = version !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)));
  return isNetwork && (port === undefined || (Number(port) >= 1 && Number(port) <= 65_535)) ? value : null;
}

/** Parts separated by commas, each judged; null when one is not allowed. */
function list<T>(value: string, parse: (part: string) => T | null): readonly T[] | null {
  const parts = value.split(',').map((part) => parse(part.trim()));
  return parts.every((part) => part !== null) ? (parts as T[]) : null;
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
