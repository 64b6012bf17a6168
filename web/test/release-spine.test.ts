import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineStarts, parseVersion, releaseSpine, spineInWords, spineLength } from '#web/design/release-spine.ts';

const published = (...versions: string[]) => versions.toReversed().map((version) => ({ version, status: 'PUBLISHED' }));
const shapes = (...versions: string[]) => releaseSpine(published(...versions), []).map(({ shape }) => shape);

describe('the release spine', () => {
  it('judges by the raised number where the version graph says nothing', () => {
    expect(shapes('1.0.0', '1.0.1', '1.1.0', '2.0.0')).toEqual(['patch', 'patch', 'minor', 'breaking']);
  });

  it('counts a raised second number below 1.0.0 as breaking', () => {
    expect(shapes('0.1.0', '0.1.1', '0.2.0', '1.0.0')).toEqual(['patch', 'patch', 'breaking', 'breaking']);
  });

  it('believes the version graph more than the number', () => {
    const steps = [
      { breaking: true, to: { version: '1.0.1' } },
      { breaking: false, to: { version: '2.0.0' } },
      { breaking: true, to: null },
    ];
    expect(releaseSpine(published('1.0.0', '1.0.1', '2.0.0'), steps).map(({ shape }) => shape)).toEqual(['patch', 'breaking', 'minor']);
  });

  it('marks prereleases and what was withdrawn, and leaves out what was never released', () => {
    const ticks = releaseSpine(
      [
        { version: '1.2.0', status: 'STAGED' },
        { version: '1.1.1', status: 'REJECTED' },
        { version: '1.1.0', status: 'QUARANTINED' },
        { version: '1.0.1', status: 'YANKED' },
        { version: '1.0.0-rc.1', status: 'PUBLISHED' },
      ],
      [],
    );
    expect(ticks.map(({ version, isPrerelease, isWithdrawn }) => [version, isPrerelease, isWithdrawn])).toEqual([
      ['1.0.0-rc.1', true, false],
      ['1.0.1', false, true],
      ['1.1.0', false, true],
    ]);
  });

  it('shows the newest 40, oldest first, of any list', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)), { selector: (parts) => parts.join('.'), maxLength: 90 }), (parts) => {
        const newestFirst = parts.map((part) => ({ version: part.join('.'), status: 'PUBLISHED' }));
        const ticks = releaseSpine(newestFirst, []);
        expect(ticks.map(({ version }) => version)).toEqual(
          newestFirst
            .slice(0, spineLength)
            .map(({ version }) => version)
            .toReversed(),
        );
      }),
    );
  });

  it('is told in words', () => {
    expect(spineInWords([])).toBe('No release yet');
    expect(spineInWords(releaseSpine(published('1.0.0'), []))).toBe('1 release, newest 1.0.0');
    expect(spineInWords(releaseSpine(published('1.0.0', '2.0.0-rc.1', '2.0.0'), []))).toBe('3 releases, newest 2.0.0: 1 breaking, 1 prerelease');
  });

  it('knows where release lines begin', () => {
    expect(lineStarts(releaseSpine(published('0.1.0', '0.2.0', '1.0.0', '1.0.1', '2.0.0'), []))).toEqual([
      { line: '0.1', index: 0 },
      { line: '0.2', index: 1 },
      { line: '1.x', index: 2 },
      { line: '2.x', index: 4 },
    ]);
  });

  it('parses semantic versions and nothing else', () => {
    expect(parseVersion('1.2.3-rc.1+build')).toEqual({ numbers: [1, 2, 3], isPrerelease: true });
    for (const text of ['', '1.2', 'latest', '^1.2.3', '1.2.3.4']) expect(parseVersion(text)).toBeNull();
  });
});
