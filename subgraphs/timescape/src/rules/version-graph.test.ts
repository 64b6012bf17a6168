import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declaredBump, lineOf, planEdges } from './version-graph.ts';

const graph = (...versions: string[]) =>
  planEdges(versions.map((version) => ({ versionId: version, version }))).map(
    ({ fromVersionId, toVersionId, kind }) => `${fromVersionId} ${kind} ${toVersionId}`,
  );

describe('the version graph', () => {
  test('follows each line, and a new line branches off the highest lower version', () => {
    expect(graph('1.0.0', '1.1.0', '2.0.0', '1.2.0')).toEqual(['1.0.0 succession 1.1.0', '1.1.0 succession 1.2.0', '1.2.0 branch 2.0.0']);
  });

  test('below 1.0 each minor is a line of its own', () => {
    expect(lineOf('0.3.1')).toBe('0.3.x');
    expect(graph('0.1.0', '0.2.0', '0.2.1')).toEqual(['0.1.0 branch 0.2.0', '0.2.0 succession 0.2.1']);
  });

  test('is the same in whatever order versions arrive, with one root and no circle', () => {
    const version = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.constantFrom('', '-rc.1', '-rc.2')).map(([a, b, c, pre]) => `${a}.${b}.${c}${pre}`);
    fc.assert(
      fc.property(
        fc.uniqueArray(version, { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (versions, random) => {
          const shuffled = versions
            .map((v) => [random.next().value as number, v] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, v]) => v);
          const edges = planEdges(versions.map((v) => ({ versionId: v, version: v })));
          expect(planEdges(shuffled.map((v) => ({ versionId: v, version: v })))).toEqual(edges);
          expect(edges).toHaveLength(versions.length - 1);
          expect(new Set(edges.map(({ toVersionId }) => toVersionId)).size).toBe(edges.length);
          const parent = new Map(edges.map((edge) => [edge.toVersionId, edge.fromVersionId]));
          for (const start of versions) {
            let hops = 0;
            for (let at: string | undefined = start; at; at = parent.get(at)) expect(hops++).toBeLessThanOrEqual(versions.length);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

test.each([
  ['1.0.0', '2.0.0', 'MAJOR'],
  ['1.0.0', '1.1.0', 'MINOR'],
  ['1.0.0', '1.0.1', 'PATCH'],
  ['1.0.0-rc.1', '1.0.0', 'PATCH'],
  ['2.0.0', '1.0.0', 'NONE'],
  ['1.0.0', '1.0.0', 'NONE'],
])('from %s to %s is declared as %s', (from, to, bump) => expect(declaredBump(from, to)).toBe(bump));
