import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subjectOf } from '#web/server/absence.ts';
import { answerOf, failureAt, unreachable } from '#web/server/answer.ts';
import { contentSecurityPolicy } from '#web/server/content-security-policy.ts';
import { changeDisplay, readDisplay, writeDisplay } from '#web/server/display.ts';
import { isSameOrigin } from '#web/server/request.ts';
import { ownPath, withReturn } from '#web/server/return-to.ts';
import { readSettings } from '#web/server/settings.ts';

describe('an answer of the gateway', () => {
  it('keeps data beside what failed, with code, advice, request id and place', () => {
    const answer = answerOf<{ artifact: { name: string } }>({
      data: { artifact: { name: '@a/b' } },
      errors: [
        {
          message: 'No.',
          path: ['artifact', 'versions', 0, 'scan'],
          extensions: { code: 'RATE_LIMITED', suggestions: ['Wait 3 s.', 4], requestId: 'r1', details: { retryAfterSeconds: 3 } },
        },
      ],
    });
    expect(answer.data?.artifact.name).toBe('@a/b');
    expect(answer.failures).toEqual([
      { code: 'RATE_LIMITED', message: 'No.', suggestions: ['Wait 3 s.'], requestId: 'r1', path: 'artifact.versions.scan', fields: [] },
    ]);
  });

  it('names the inputs that are wrong', () => {
    const { failures } = answerOf({
      errors: [{ message: 'x', extensions: { code: 'VALIDATION_FAILED', details: { fields: [{ path: 'input.handle', message: 'too long' }, 'nonsense'] } } }],
    });
    expect(failures[0]?.fields).toEqual([{ name: 'handle', message: 'too long' }]);
  });

  it('takes whatever is no answer for a registry that cannot be reached', () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        const { data, failures } = answerOf(body);
        expect(data !== null || failures.length > 0).toBe(true);
      }),
    );
    expect(answerOf({}).failures).toEqual([unreachable]);
  });

  it('finds the failure of a section: its own, of a part of it, of what it is part of, or of the whole request', () => {
    const at = (path: string) => ({ ...unreachable, path });
    expect(failureAt([at('artifact.scan')], 'artifact.scan')).not.toBeNull();
    expect(failureAt([at('artifact')], 'artifact.scan')).not.toBeNull();
    expect(failureAt([at('artifact.scan.findings')], 'artifact.scan')).not.toBeNull();
    expect(failureAt([at('')], 'artifact.scan')).not.toBeNull();
    expect(failureAt([at('artifact.scanner')], 'artifact.scan')).toBeNull();
    expect(failureAt([at('artifact.scan')], 'artifact.scanner')).toBeNull();
  });
});

describe('a way back', () => {
  it('stays within this origin, whatever it is given', () => {
    for (const text of [
      'https://e.example',
      '//e.example',
      '/\\e.example',
      '/.//e.example',
      '/x/..//e.example',
      '/\t/e.example',
      'javascript:x',
      '',
      'x',
      null,
      3,
      '/'.repeat(3000),
    ])
      expect(ownPath(text)).toBe('/');
    fc.assert(fc.property(fc.string(), (text) => void expect(new URL(ownPath(`/${text}`), 'http://own.example').origin).toBe('http://own.example')));
  });

  it('comes back with its query', () => {
    expect(ownPath('/search?q=a&type=module#x')).toBe('/search?q=a&type=module#x');
    expect(withReturn('/login', '/device?code=A')).toBe('/login?return_to=%2Fdevice%3Fcode%3DA');
    expect(withReturn('/login', '/')).toBe('/login');
  });
});

describe('settings', () => {
  const secret = 'x'.repeat(32);
  it('have defaults that work on one machine', () => {
    expect(readSettings({ NEXTAUTH_SECRET: secret })).toMatchObject({
      gatewayUrl: new URL('http://127.0.0.1:4000'),
      publicUrl: new URL('http://127.0.0.1:4000'),
      sessionSecret: secret,
    });
  });

  it('name every fault at once', () => {
    expect(() => readSettings({ GATI_GATEWAY_URL: 'nowhere', PUBLIC_URL: 'ftp://x' })).toThrow(/GATI_GATEWAY_URL[\s\S]*PUBLIC_URL[\s\S]*NEXTAUTH_SECRET/);
  });
});

describe('the display settings', () => {
  it('survive their cookie, and any other one', () => {
    fc.assert(fc.property(fc.string(), (cookie) => void expect(readDisplay(writeDisplay(readDisplay(cookie)))).toEqual(readDisplay(cookie))));
    expect(readDisplay('dark.compact.off')).toEqual({ theme: 'dark', rows: 'compact', keys: 'off' });
  });

  it('change one choice at a time, and only to what is known', () => {
    const display = readDisplay(undefined);
    expect(changeDisplay(display, 'theme', 'dark')).toEqual({ ...display, theme: 'dark' });
    expect(changeDisplay(display, 'theme', 'light.compact')).toEqual(display);
    expect(changeDisplay(display, '$ACTION_ID', 'x')).toEqual(display);
  });
});

describe('the content security policy', () => {
  it('allows scripts with this nonce alone, frames by nobody, and our own socket', () => {
    const policy = contentSecurityPolicy('abc', new URL('https://registry.example:8443'));
    expect(policy).toContain(`script-src 'nonce-abc' 'strict-dynamic'`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(policy).toContain('wss://registry.example:8443');
    expect(policy).not.toMatch(/unsafe|\*/);
  });
});

describe('the same origin', () => {
  const own = new URL('http://127.0.0.1:4000');
  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1:4000' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ origin: 'http://127.0.0.1:4000' }, true],
    [{ origin: 'http://127.0.0.1:4001' }, false],
    [{}, false],
  ])('%j is %s', (headers, expected) => {
    expect(isSameOrigin(new Headers(headers as Record<string, string>), own)).toBe(expected);
  });
});

describe('the subject of a path', () => {
  const subject = (path: string) => subjectOf(new URL(path, 'http://x').pathname, new URL(path, 'http://x').searchParams);
  it.each([
    ['/', null],
    ['/search?q=x', null],
    ['/@acme', { kind: 'publisher', handle: 'acme' }],
    ['/%40acme/auth', { kind: 'artifact', name: '@acme/auth' }],
    ['/@acme/auth/security?version=1.0.0', { kind: 'artifact', name: '@acme/auth' }],
    ['/@acme/auth/live?version=1.0.0', { kind: 'version', name: '@acme/auth', version: '1.0.0' }],
    ['/@acme/auth/live', { kind: 'artifact', name: '@acme/auth' }],
    ['/@Acme', { kind: 'nothing' }],
    ['/@acme/Auth', { kind: 'nothing' }],
    ['/@acme--x/a', { kind: 'nothing' }],
  ])('%s', (path, expected) => {
    expect(subject(path)).toEqual(expected);
  });
});
