import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exampleText } from './example.ts';
import { readSettings, SettingsError, type ProcessKind } from './settings.ts';

const read = (fromProcess: Record<string, string>, fromFile: Record<string, string> = {}, process: ProcessKind = 'all-in-one') =>
  readSettings({ fromProcess, fromFile }, { process, projectFolder: '/project' });
const faultsOf = (...parameters: Parameters<typeof read>) => {
  try {
    read(...parameters);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults.map(({ variable }) => variable).sort();
    throw error;
  }
  return [];
};

describe('settings', () => {
  test('nothing set gives what the contract says', () => {
    expect(read({})).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:4000',
      webPort: 3000,
      dataFolder: '/project/.gati',
      hasDemo: true,
      rates: { read: 60_000, write: 30_000, publish: 1_200, token: 6_000, auth: 600, graphql: 2_000_000 },
      socketsPerAddress: 50,
      connectionsPerAddress: 2_048,
      databaseUrl: null,
    });
  });

  test('all faults are told at once, each with its variable', () => {
    expect(
      faultsOf({ PORT: '0', HOST: 'a b', PUBLIC_URL: 'example.com', GATI_DEMO: 'yes', GATI_COLOUR: 'red', DATABASE_URL: 'mysql://x' }, { SPEED: 'fast' }),
    ).toEqual(['DATABASE_URL', 'GATI_COLOUR', 'GATI_DEMO', 'HOST', 'PORT', 'PUBLIC_URL', 'SPEED']);
  });

  test('a fault names what was found and what is allowed, and never a secret', () => {
    expect(() => read({ PORT: 'http', GATI_SECRET: 'hunter2' })).toThrow(/PORT: found «http»; must be a port from 1 to 65535/);
    expect(() => read({ GATI_SECRET: 'hunter2' })).not.toThrow(/hunter2/);
  });

  test('other programs may have their variables, the command its own', () => {
    expect(faultsOf({ PATH: '/bin', LANG: 'C', GATI_TOKEN: 'x', GATI_REGISTRY: 'y' })).toEqual([]);
  });

  test('the process wins over .env, and an empty value is none', () => {
    expect(read({ PORT: '4100' }, { PORT: '4200' }).port).toBe(4100);
    expect(read({ PORT: '' }, { PORT: '4200' }).port).toBe(4200);
  });

  test('what a caller may spend is at least one operation, or without a limit', () => {
    expect(read({ GATI_COST_PER_MINUTE: '20000' }).rates.graphql).toBe(20_000);
    expect(read({ GATI_COST_PER_MINUTE: 'off' }).rates.graphql).toBeNull();
    for (const value of ['0', '19999', '-1', '1e6', '99999999999']) expect(faultsOf({ GATI_COST_PER_MINUTE: value })).toEqual(['GATI_COST_PER_MINUTE']);
    expect(read({ GATI_READS_PER_MINUTE: '60', GATI_PUBLISHES_PER_MINUTE: 'off' }).rates).toMatchObject({ read: 60, publish: null });
    expect(faultsOf({ GATI_AUTH_PER_MINUTE: '0' })).toEqual(['GATI_AUTH_PER_MINUTE']);
  });

  test('what one address may hold open is a number above nothing', () => {
    expect(read({ GATI_SOCKETS_PER_ADDRESS: '500', GATI_CONNECTIONS_PER_ADDRESS: '2000' })).toMatchObject({
      socketsPerAddress: 500,
      connectionsPerAddress: 2_000,
    });
    for (const name of ['GATI_SOCKETS_PER_ADDRESS', 'GATI_CONNECTIONS_PER_ADDRESS'] as const) expect(faultsOf({ [name]: '0' })).toEqual([name]);
  });

  test('what a namespace may store is a number of bytes, or without a limit', () => {
    expect(read({ GATI_QUOTA_BYTES: '107374182400' }).quotaBytes).toBe(100 * 1024 ** 3);
    expect([read({}).quotaBytes, read({ GATI_QUOTA_BYTES: 'unlimited' }).quotaBytes]).toEqual([100 * 1024 ** 3, null]);
    for (const value of ['-1', '100 GB', '1e9']) expect(faultsOf({ GATI_QUOTA_BYTES: value })).toEqual(['GATI_QUOTA_BYTES']);
  });

  test('S3 is all of its settings or none, and its secret is never shown', () => {
    const s3 = { S3_ENDPOINT: 'https://s3.example.com', S3_BUCKET: 'blobs', S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'hunter2' };
    expect([read({}).s3, read({ S3_PUBLIC_ENDPOINT: 'off', S3_REGION: 'eu-central-1' }).s3]).toEqual([null, null]);
    expect(read(s3).s3).toEqual({
      endpoint: 'https://s3.example.com',
      publicEndpoint: 'https://s3.example.com',
      bucket: 'blobs',
      region: 'us-east-1',
      accessKeyId: 'id',
      secretAccessKey: 'hunter2',
    });
    expect(read({ ...s3, S3_PUBLIC_ENDPOINT: 'off' }).s3?.publicEndpoint).toBeNull();
    expect(read({ ...s3, S3_PUBLIC_ENDPOINT: 'https://bytes.example.com' }).s3?.publicEndpoint).toBe('https://bytes.example.com');
    for (const name of Object.keys(s3)) expect(faultsOf({ ...s3, [name]: '' })).toEqual([name]);
    expect(faultsOf({ ...s3, S3_ENDPOINT: 's3.example.com', S3_BUCKET: 'A_B' })).toEqual(['S3_BUCKET', 'S3_ENDPOINT']);
    expect(() => read({ ...s3, S3_SECRET_ACCESS_KEY: 'hunter 2', S3_BUCKET: '' })).not.toThrow(/hunter/);
  });

  test('networks are written out, and so are name servers, which are single addresses', () => {
    expect(read({})).toMatchObject({ fetchAllow: [], dnsServers: null });
    const fetchAllow = ['10.0.0.0/8', '127.0.0.1:8080', 'fd00::/8', '[::1]:8080'];
    expect(read({ GATI_FETCH_ALLOW: fetchAllow.join(', '), GATI_DNS_SERVERS: '9.9.9.9,127.0.0.1:5353,[::1]:53' })).toMatchObject({
      fetchAllow,
      dnsServers: ['9.9.9.9', '127.0.0.1:5353', '[::1]:53'],
    });
    for (const wrong of ['acme.com', '10.0.0.0/33', '010.0.0.1', '0x7f.0.0.1', '127.1', '2130706433', '127.0.0.1:0', '[::1', '10.0.0.0/8,'])
      expect(faultsOf({ GATI_FETCH_ALLOW: wrong })).toEqual(['GATI_FETCH_ALLOW']);
    expect(faultsOf({ GATI_DNS_SERVERS: '10.0.0.0/8' })).toEqual(['GATI_DNS_SERVERS']);
  });

  test('Redis is an address of its own scheme, and its password is not told', () => {
    expect(read({}).redisUrl).toBeNull();
    expect(read({ REDIS_URL: 'rediss://:hunter2@redis.example.com:6380/1' }).redisUrl).toBe('rediss://:hunter2@redis.example.com:6380/1');
    expect(() => read({ REDIS_URL: 'http://:hunter2@redis.example.com' })).toThrow(/REDIS_URL: found \d+ characters/);
    expect(read({ SMTP_URL: 'smtps://u:hunter2@mail.example.com', GATI_MAIL_FROM: 'gati@example.com' })).toMatchObject({
      smtpUrl: 'smtps://u:hunter2@mail.example.com',
      mailFrom: 'gati@example.com',
    });
    expect(() => read({ SMTP_URL: 'https://u:hunter2@mail.example.com' })).toThrow(/SMTP_URL: found \d+ characters/);
    for (const wrong of ['gati', 'a@b@c', 'Gati <gati@example.com>']) expect(() => read({ GATI_MAIL_FROM: wrong })).toThrow(/GATI_MAIL_FROM/);
  });

  test('sign-in with a provider needs id and secret; another issuer is HTTPS or on this machine', () => {
    const github = { GITHUB_CLIENT_ID: 'id', GITHUB_CLIENT_SECRET: 'hunter2' };
    expect(read({}).oauth).toEqual({});
    expect(read(github).oauth).toEqual({ github: { clientId: 'id', clientSecret: 'hunter2', issuer: null } });
    expect(read({ ...github, OAUTH_GITHUB_ISSUER: 'http://127.0.0.1:9000' }).oauth.github?.issuer).toBe('http://127.0.0.1:9000');
    expect(faultsOf({ GITHUB_CLIENT_ID: 'id' })).toEqual(['GITHUB_CLIENT_SECRET']);
    expect(faultsOf({ OAUTH_GOOGLE_ISSUER: 'https://id.example.com' })).toEqual(['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET']);
    for (const issuer of ['http://id.example.com', 'ftp://127.0.0.1', 'https://id.example.com/?a', 'id.example.com'])
      expect(faultsOf({ ...github, OAUTH_GITHUB_ISSUER: issuer })).toEqual(['OAUTH_GITHUB_ISSUER']);
  });

  test('a subgraph takes PORT from the process alone', () => {
    expect(read({}, { PORT: '4200' }, 'subgraph').port).toBeNull();
    expect(read({ PORT: '4100' }, { PORT: '4200' }, 'worker').port).toBe(4100);
  });

  test('listening to the world needs PUBLIC_URL, and has no demo world', () => {
    expect(faultsOf({ HOST: '0.0.0.0' })).toEqual(['PUBLIC_URL']);
    expect(read({ HOST: '0.0.0.0', PUBLIC_URL: 'https://registry.example.com' })).toMatchObject({ hasDemo: false, publicUrl: 'https://registry.example.com' });
  });

  test('what this version does not offer is not taken in silence', () => {
    expect(faultsOf({ TYPESENSE_URL: 'http://127.0.0.1', STRIPE_API_BASE: 'http://127.0.0.1' })).toEqual(['STRIPE_API_BASE', 'TYPESENSE_URL']);
  });

  test('.env.example describes exactly the settings there are', () => {
    expect(readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8')).toBe(exampleText());
  });
});
