import { array, boolean, dedent, npmLock, number, object, oneOf, string, type DemoRelease } from './release.ts';

const user = object({ id: string, handle: string });
const token = object({ token: string, expiresInSeconds: number });

/** The contract of @acme/auth as it grew: 1.1 adds a handler, 2.0 asks for more and breaks, 2.1 accepts more. */
const authTypes: Readonly<Record<string, object>> = {
  '1.0.0': { handlers: { login: { input: object({ handle: string, password: string }), output: token } } },
  '1.1.0': {
    handlers: { login: { input: object({ handle: string, password: string }), output: token }, verify: { input: object({ token: string }), output: user } },
  },
  '2.0.0': {
    handlers: {
      login: { input: object({ handle: string, password: string, audience: string }), output: token },
      verify: { input: object({ token: string, audience: string }), output: user },
    },
  },
  '2.1.0': {
    handlers: {
      login: { input: object({ handle: string, password: string, audience: string }), output: token },
      verify: { input: object({ token: string, audience: string }, ['token']), output: user },
      revoke: { input: object({ token: string }), output: object({ revoked: boolean }) },
    },
  },
};

const authReadme = dedent(`
  # Auth

  Sessions and tokens for Gati applications: sign in, verify, revoke.

  \`\`\`ts
  const { token } = await auth.login({ handle: 'ada', password, audience: 'shop' });
  const user = await auth.verify({ token, audience: 'shop' });
  \`\`\`

  ## What it promises

  | promise | how |
  | --- | --- |
  | a token cannot be forged | HMAC-SHA-256 over its claims |
  | a token ends | 15 minutes after it was made |
  | a wrong password costs as much time as a wrong handle | one comparison in constant time |

  Passwords are never kept: the module asks \`@acme/db\` for a hash and compares.
`);

const authSource = dedent(`
  import { createHmac, timingSafeEqual } from 'node:crypto';

  const lifetimeSeconds = 900;
  const sign = (claims, key) => createHmac('sha256', key).update(claims).digest('base64url');

  export async function login({ handle, password, audience }, { findUser, hash, key, now }) {
    const user = await findUser(handle);
    const expected = Buffer.from(user?.passwordHash ?? '0'.repeat(64));
    const given = Buffer.from(hash(password));
    if (!user || given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Error('wrong handle or password');
    const claims = Buffer.from(JSON.stringify({ sub: user.id, aud: audience, exp: now() + lifetimeSeconds })).toString('base64url');
    return { token: claims + '.' + sign(claims, key), expiresInSeconds: lifetimeSeconds };
  }

  export async function verify({ token, audience }, { findUserById, key, now }) {
    const [claims, signature] = token.split('.');
    if (sign(claims, key) !== signature) throw new Error('not our token');
    const { sub, aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    if (exp <= now() || (audience && aud !== audience)) throw new Error('expired, or for someone else');
    return findUserById(sub);
  }
`);

const module = (name: string, version: string, description: string, more: object = {}) => ({
  name,
  version,
  type: 'module',
  description,
  license: 'MIT',
  gati: '>=2.0.0',
  module: { runtime: 'node', entry: 'dist/index.js' },
  ...more,
});

const auth = Object.entries(authTypes).map(([version, gtypes]): DemoRelease => ({
  manifest: module('@acme/auth', version, 'Sessions and tokens for Gati applications.', {
    keywords: ['auth', 'session', 'token', 'login'],
    capabilities: ['auth', 'db'],
    dependencies: { '@acme/db': '^2.0.0' },
    repository: 'https://example.com/acme/auth',
    gtypes,
  }),
  files: { 'README.md': authReadme, LICENSE: 'MIT License\n', 'dist/index.js': `// @acme/auth ${version}\n${authSource}` },
}));

const dbTypes = (more: object = {}) => ({
  handlers: { query: { input: object({ sql: string, parameters: array(string) }), output: object({ rows: array(object({})) }) }, ...more },
});
const db = (['2.0.0', '2.1.0', '2.1.1'] as const).map((version): DemoRelease => ({
  manifest: module('@acme/db', version, 'A small, pooled PostgreSQL client with typed rows.', {
    keywords: ['database', 'postgres', 'sql', 'pool'],
    capabilities: ['db', 'net:db.internal'],
    repository: 'https://example.com/acme/db',
    gtypes: version === '2.0.0' ? dbTypes() : dbTypes({ health: { input: object({}), output: object({ isUp: boolean, openConnections: number }) } }),
  }),
  files: {
    'README.md': dedent(`
      # DB

      Queries with parameters, a pool with an upper bound, and rows that have the types you declared.

      \`\`\`ts
      const { rows } = await db.query({ sql: 'select id from account where handle = $1', parameters: ['ada'] });
      \`\`\`

      A connection that breaks is replaced; a query that waits longer than five seconds for one is refused.
    `),
    'dist/index.js': dedent(`
      // @acme/db ${version}
      export async function query({ sql, parameters }, { pool }) {
        const connection = await pool.acquire({ patienceMs: 5000 });
        try {
          return { rows: await connection.query(sql, parameters) };
        } finally {
          pool.release(connection);
        }
      }
      ${version === '2.0.0' ? '' : 'export const health = async (_, { pool }) => ({ isUp: pool.isUp(), openConnections: pool.size() });'}
    `),
  },
}));

const shop: DemoRelease = {
  manifest: module('@acme/shop-api', '1.4.0', 'Orders, carts and stock as one typed API.', {
    keywords: ['shop', 'orders', 'cart', 'api'],
    capabilities: ['db', 'auth', 'queue'],
    dependencies: { '@acme/auth': '^2.0.0', '@acme/db': '^2.1.0' },
    gtypes: {
      handlers: { placeOrder: { input: object({ cartId: string, currency: oneOf('EUR', 'USD') }), output: object({ orderId: string, totalMinor: number }) } },
    },
  }),
  files: {
    'README.md': dedent(`
      # Shop API

      Carts become orders in one transaction; stock is reserved when an order is placed and given back when it lapses.

      Built on \`@acme/auth\` and \`@acme/db\`.
    `),
    'package.json': `${JSON.stringify({ name: 'acme-shop-api', version: '1.4.0', type: 'module', dependencies: { lodash: '4.17.15', ms: '2.1.3' } }, null, 2)}\n`,
    'package-lock.json': npmLock('@acme/shop-api', '1.4.0', { lodash: '4.17.15', ms: '2.1.3' }),
    'dist/index.js': dedent(`
      import groupBy from 'lodash/groupBy.js';

      export async function placeOrder({ cartId, currency }, { carts, orders }) {
        const lines = await carts.take(cartId);
        const byItem = groupBy(lines, 'itemId');
        const totalMinor = Object.values(byItem).flat().reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
        return { orderId: await orders.place({ lines, currency, totalMinor }), totalMinor };
      }
    `),
  },
};

const mailer = (['1.0.0', '1.2.0'] as const).map((version): DemoRelease => ({
  manifest: module('@acme/mailer', version, 'Mail from templates, queued and retried.', {
    keywords: ['mail', 'smtp', 'queue'],
    capabilities: ['net:smtp.internal', 'queue'],
    gtypes: {
      handlers: {
        send: {
          input: object(version === '1.0.0' ? { to: string, text: string } : { to: string, text: string, html: string }, ['to', 'text']),
          output: object({ messageId: string }),
        },
      },
    },
  }),
  files: {
    'README.md': '# Mailer\n\nSends what you give it, once: a message that was handed over is never sent again after a retry.\n',
    'package-lock.json': npmLock(
      '@acme/mailer',
      version,
      version === '1.0.0' ? { minimist: '1.2.0', axios: '0.21.0' } : { minimist: '1.2.5', axios: '0.21.4' },
    ),
    'dist/index.js': dedent(`
      // @acme/mailer ${version}
      export async function send(message, { queue, makeId }) {
        const messageId = makeId();
        await queue.add('mail', { ...message, messageId }, { key: messageId });
        return { messageId };
      }
    `),
  },
}));

const rateLimit = (['0.4.0', '0.5.0'] as const).map((version): DemoRelease => ({
  manifest: {
    name: '@acme/rate-limit',
    version,
    type: 'plugin',
    description: 'Refuses callers who ask too often, before any handler runs.',
    license: 'Apache-2.0',
    keywords: ['rate-limit', 'security', 'cache'],
    capabilities: ['cache'],
    gati: '>=2.0.0',
    plugin: { entry: 'dist/plugin.js', hooks: ['before-handler'], requires: { '@acme/auth': '^2.0.0' } },
  },
  files: {
    'README.md':
      '# Rate limit\n\nA sliding window for each caller and handler. The answer says when to come back.\n\nCounters live in the cache, so every process counts together.\n',
    'dist/plugin.js': dedent(`
      // @acme/rate-limit ${version}
      export const beforeHandler = ({ windowMs = 60_000, most = 100 } = {}) => async (call, { cache }) => {
        const count = await cache.increment('rate:' + call.handler + ':' + call.caller, windowMs);
        if (count > most) throw Object.assign(new Error('too many requests'), { retryAfterMs: windowMs });
      };
    `),
  },
}));

const legacyTokens: DemoRelease = {
  hasOldKey: true,
  manifest: module('@acme/legacy-tokens', '0.9.0', 'Reads tokens of the years before @acme/auth.', {
    keywords: ['auth', 'token', 'legacy'],
    capabilities: ['auth'],
  }),
  files: {
    'README.md': '# Legacy tokens\n\nReads what was issued before 2024. Move to `@acme/auth`.\n',
    'dist/index.js': "export const read = (token) => JSON.parse(Buffer.from(token, 'base64').toString());\n",
  },
};

export const acme: readonly DemoRelease[] = [...db, ...auth, shop, ...mailer, ...rateLimit, legacyTokens];
