import { describe, expect, it } from 'vitest';
import { toneOfScore } from '#web/design/severity.tsx';
import {
  declaredDescription,
  dependencyTree,
  installCommand,
  isServed,
  isWebAddress,
  manifestFacts,
  neighbours,
  presentSeverities,
  signatureInWords,
  totalSize,
  wantedVersion,
  warningsOf,
} from '#web/features/read-artifact/rules.ts';

const counts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
const sound = { version: '1.0.0', status: 'PUBLISHED', statusReason: null, deprecation: null, signature: { status: 'VALID' }, scan: { counts } } as const;
const titles = (version: Parameters<typeof warningsOf>[0]): readonly string[] => warningsOf(version).map(({ tone, title }) => `${tone} ${title}`);

describe('warnings', () => {
  it('are silent about a sound version', () => {
    expect(warningsOf(sound)).toEqual([]);
    expect(warningsOf({ ...sound, scan: { counts: { ...counts, medium: 3, low: 1 } } })).toEqual([]);
  });

  it('say what stands against a version, the worst first', () => {
    expect(titles({ ...sound, status: 'REJECTED' })).toEqual(['critical Rejected']);
    expect(titles({ ...sound, status: 'QUARANTINED', signature: { status: 'REVOKED' } })).toEqual(['critical Quarantined', 'critical Signature']);
    expect(titles({ ...sound, status: 'YANKED', scan: { counts: { ...counts, high: 1 } } })).toEqual(['high Vulnerable', 'medium Yanked']);
    expect(titles({ ...sound, scan: { counts: { ...counts, critical: 1, high: 2 } }, deprecation: { message: 'use @acme/auth' } })).toEqual([
      'critical Vulnerable',
      'medium Deprecated',
    ]);
    expect(titles({ ...sound, status: 'STAGED', signature: { status: 'UNSIGNED' }, scan: null })).toEqual(['low Staged']);
  });

  it('repeat the registry’s reason as a sentence', () => {
    expect(warningsOf({ ...sound, status: 'YANKED', statusReason: 'sessions ended early' })[0]?.text).toMatch(/ sessions ended early\.$/);
  });
});

describe('severity', () => {
  it('counts what is there, most severe first', () => {
    expect(presentSeverities({ ...counts, low: 2, critical: 1 })).toEqual([
      ['CRITICAL', 1],
      ['LOW', 2],
    ]);
  });

  it('gives every score one of five tones, in falling order', () => {
    const tones = Array.from({ length: 101 }, (_, score) => toneOfScore(100 - score));
    expect([...new Set(tones)]).toEqual(['ok', 'low', 'medium', 'high', 'critical']);
    expect(tones[0]).toBe('ok');
    expect(tones[100]).toBe('critical');
  });

  it('judges no score of what is held back', () => {
    expect([toneOfScore(100, 'QUARANTINED'), toneOfScore(0, 'REJECTED'), toneOfScore(100, 'YANKED')]).toEqual(['unknown', 'unknown', 'ok']);
  });

  it('puts a signature as one of three', () => {
    expect(signatureInWords('VALID', 'Acme')).toMatchObject({ tone: 'ok', short: 'by Acme' });
    expect(signatureInWords('UNSIGNED', 'Acme')).toMatchObject({ tone: 'unknown', short: 'none' });
    for (const status of ['UNTRUSTED', 'INVALID', 'REVOKED'] as const)
      expect(signatureInWords(status, 'Acme')).toMatchObject({ tone: 'critical', short: 'does not count' });
  });
});

describe('an artifact’s page', () => {
  it('asks for the version in its address, or for the latest', () => {
    expect(wantedVersion(undefined)).toBeNull();
    expect(wantedVersion('  ')).toBeNull();
    expect(wantedVersion('x'.repeat(201))).toBeNull();
    expect(wantedVersion(['^1.0.0', '2'])).toBe('^1.0.0');
  });

  it('names the version in the command unless it is the latest', () => {
    expect(installCommand('@acme/auth', '3.1.0', '3.1.0')).toBe('gati install @acme/auth');
    expect(installCommand('@acme/auth', '3.0.2', '3.1.0')).toBe('gati install @acme/auth@3.0.2');
    expect(installCommand('@acme/auth', '3.0.2', null)).toBe('gati install @acme/auth@3.0.2');
  });

  it('offers to install only what is served', () => {
    expect((['PUBLISHED', 'YANKED', 'QUARANTINED', 'STAGED', 'REJECTED'] as const).filter(isServed)).toEqual(['PUBLISHED', 'YANKED']);
  });

  it('knows the older and the newer version', () => {
    const list = [{ version: '3' }, { version: '2' }, { version: '1' }];
    expect(neighbours(list, '2')).toEqual({ older: '1', newer: '3' });
    expect(neighbours(list, '3')).toEqual({ older: '2', newer: null });
    expect(neighbours(list, '9')).toEqual({ older: null, newer: null });
  });

  it('takes the description that a manifest declares, and nothing else for one', () => {
    expect([{ description: ' Does it. ' }, { description: '' }, { description: 3 }, null, 'text', undefined].map(declaredDescription)).toEqual([
      'Does it.',
      ...[null, null, null, null, null],
    ]);
  });

  it('links only web addresses', () => {
    expect(['https://x.example', 'http://x.example', 'javascript:alert(1)', 'data:text/html,x', 'x'].filter(isWebAddress)).toEqual([
      'https://x.example',
      'http://x.example',
    ]);
  });

  it('reads the facts of a manifest, and nothing from one that is none', () => {
    expect(manifestFacts({ type: 'module', module: { runtime: 'node', entry: 'i.js' }, capabilities: ['db', 3], gati: '>=2' })).toEqual([
      ['Type', 'module'],
      ['Runtime', 'node'],
      ['Entry', 'i.js'],
      ['Gati', '>=2'],
      ['Capabilities', 'db'],
    ]);
    for (const manifest of [null, 3, 'x', [], { type: 3 }, { type: 'module', module: null }]) expect(() => manifestFacts(manifest)).not.toThrow();
  });
});

describe('a dependency tree', () => {
  const artifact = (name: string, ...dependencies: string[]) => ({
    name,
    version: '1',
    layers: [{ sizeBytes: '10' }],
    dependencies: dependencies.map((other) => ({ name: other, version: '1' })),
    signature: { status: 'VALID' as const },
  });

  it('opens each artifact once and says where it is repeated', () => {
    const lines = dependencyTree(
      { name: 'root', version: '1' },
      [artifact('c'), artifact('b', 'c'), artifact('a', 'b'), artifact('root', 'a', 'b')],
      new Map([['a', '^1']]),
    );
    expect(lines.map(({ name, depth, range, isRepeated }) => [name, depth, range, isRepeated])).toEqual([
      ['a', 0, '^1', false],
      ['b', 1, null, false],
      ['c', 2, null, false],
      ['b', 0, null, true],
    ]);
  });

  it('ends, even on a circle', () => {
    expect(dependencyTree({ name: 'a', version: '1' }, [artifact('a', 'b'), artifact('b', 'a')], new Map()).length).toBeLessThanOrEqual(4);
  });

  it('counts the bytes of every artifact once', () => {
    expect(totalSize([artifact('a', 'b'), artifact('b'), artifact('c', 'b')])).toBe(30);
  });
});
