import { describe, expect, it } from 'vitest';
import type { ScanEngine, ScanFinding, ScanSubject } from './scanner.ts';

export interface ScanEngineCase {
  readonly engine: ScanEngine;
  /** Something in which the engine must find what `expected` describes. */
  readonly subject: ScanSubject;
  /** Parts of findings that must be there. */
  readonly expected: readonly Partial<ScanFinding>[];
  /** Something in which it must find nothing. */
  readonly clean: ScanSubject;
}

const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];
const kinds = ['VULNERABILITY', 'MALWARE', 'SECRET', 'INSTALL_SCRIPT', 'ARCHIVE', 'MODEL', 'UNEXAMINED'];
const quietly = { signal: new AbortController().signal, progress: () => undefined };

/** What every scan engine must do, whatever it looks for. */
export function describeScanEngine(name: string, make: () => Promise<ScanEngineCase> | ScanEngineCase): void {
  describe(`${name} as a scan engine`, () => {
    it('has a name, a version and, where it has data, their date', async () => {
      const { engine } = await make();
      expect(engine.name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(engine.version).not.toBe('');
      if (engine.databaseUpdatedAt !== null) expect(engine.databaseUpdatedAt.getTime()).toBeGreaterThan(0);
    });
    it('finds what was planted', async () => {
      const { engine, subject, expected } = await make();
      const findings = await engine.analyse(subject, quietly);
      for (const one of expected) expect(findings).toContainEqual(expect.objectContaining(one));
    });
    it('finds nothing where there is nothing', async () => {
      const { engine, clean } = await make();
      expect(await engine.analyse(clean, quietly)).toEqual([]);
      expect(await engine.analyse({ ...clean, files: [], components: [] }, quietly)).toEqual([]);
    });
    it('reports findings that can be shown: one line, a known kind and severity, scores in range', async () => {
      const { engine, subject } = await make();
      for (const { kind, severity, title, advisory, suggestion } of await engine.analyse(subject, quietly)) {
        expect(kinds).toContain(kind);
        expect(severities).toContain(severity);
        expect(title).toMatch(/^\S.{0,299}$/);
        if (suggestion !== null) expect(suggestion).toMatch(/^\S.*$/);
        if (advisory?.cvssScore != null) expect(advisory.cvssScore >= 0 && advisory.cvssScore <= 10).toBe(true);
      }
    });
    it('finds the same again, also when asked twice at once', async () => {
      const { engine, subject } = await make();
      const [first, second] = await Promise.all([engine.analyse(subject, quietly), engine.analyse(subject, quietly)]);
      expect(second).toEqual(first);
      expect(await engine.analyse(subject, quietly)).toEqual(first);
    });
    it('tells its progress, rising to 100', async () => {
      const { engine, subject } = await make();
      const seen: number[] = [];
      await engine.analyse(subject, { ...quietly, progress: (percent) => void seen.push(percent) });
      expect(seen.at(-1)).toBe(100);
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    });
    it('throws when it is stopped, and never answers with an empty list instead', async () => {
      const { engine, subject } = await make();
      await expect(engine.analyse(subject, { ...quietly, signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
    });
    it('leaves what it looks at as it was', async () => {
      const { engine, subject } = await make();
      const before = structuredClone(subject);
      await engine.analyse(subject, quietly);
      expect(subject).toEqual(before);
    });
  });
}
