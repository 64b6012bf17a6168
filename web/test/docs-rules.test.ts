import { describe, expect, it } from 'vitest';
import { linesFor } from '#web/features/read-docs/rules.ts';

const all = (url: string, handle = 'you'): string => {
  const { clients, ...typed } = linesFor(new URL(url), handle);
  return [...Object.values(typed), ...clients.map(({ lines }) => lines)].flat().join('\n');
};

describe('the lines of the documentation', () => {
  it('tell each client that the registry speaks plain HTTP, and only where it does', () => {
    const options = ['--plain-http', '--insecure', '--tls-verify=false', '--allow-http-registry'];
    for (const option of options) {
      expect(all('http://127.0.0.1:4000')).toContain(option);
      expect(all('https://registry.example')).not.toContain(option);
    }
    expect(all('http://127.0.0.1:4000')).toContain('oras push --plain-http 127.0.0.1:4000/you/image:1.0.0 hello.txt:text/plain');
    expect(all('https://registry.example')).toContain('oras push registry.example/you/image:1.0.0 hello.txt:text/plain');
  });

  it('name the registry to the command where it would not find it by itself', () => {
    expect(all('http://127.0.0.1:4000')).not.toContain('GATI_REGISTRY');
    expect(all('https://registry.example')).toContain('export GATI_REGISTRY=https://registry.example');
  });

  it('never run a package of that name from the public npm registry', () => {
    expect(all('http://127.0.0.1:4000')).not.toMatch(/npx gati/);
  });

  it('carry the handle of who reads', () => {
    expect(all('http://127.0.0.1:4000', 'ada')).not.toMatch(/\byou\b/);
  });
});
