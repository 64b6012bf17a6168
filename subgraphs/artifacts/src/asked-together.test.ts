import { anonymous, type Principal } from '@gati/authority';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askedTogether, callerKey } from './asked-together.ts';

test('whoever asks while an answer is on its way shares the next one, whatever their number', async () => {
  let readings = 0;
  const ask = askedTogether(
    (key: string) => key,
    async () => (await turn(), ++readings),
  );
  const answers = await Promise.all(Array.from({ length: 100 }, () => ask('a')));
  expect([answers[0], new Set(answers.slice(1)), readings]).toEqual([1, new Set([2]), 2]);
});

test('nobody gets an answer older than his question, and nobody that of another, whenever they ask and whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.record({ key: fc.constantFrom('a', 'b'), does: fc.constantFrom('ask', 'write') }), { maxLength: 40 }),
      fc.func(fc.boolean()),
      async (scheduler, acts, fails) => {
        const written: Record<string, number> = { a: 0, b: 0 };
        let reading = 0;
        const ask = askedTogether(
          (key: string) => key,
          async (key) => {
            const seen = written[key]!;
            const isFailing = fails(++reading);
            await scheduler.schedule(Promise.resolve());
            if (isFailing) throw new Error(key);
            return { key, seen };
          },
        );
        const answers = acts.map(({ key, does }) =>
          scheduler.schedule(Promise.resolve()).then(async () => {
            if (does === 'write') return void (written[key]! += 1);
            const before = written[key]!;
            const answer = await ask(key).catch((error: Error) => error);
            if (answer instanceof Error) return expect(answer.message).toBe(key);
            expect(answer.key).toBe(key);
            expect(answer.seen).toBeGreaterThanOrEqual(before);
          }),
        );
        await scheduler.waitFor(Promise.all(answers));
      },
    ),
    { numRuns: 300 },
  );
});

test('a failure is everybody’s who waited for it, and nothing of it stays', async () => {
  let isDown = true;
  const ask = askedTogether(() => '', async () => { await turn(); if (isDown) throw new Error('down'); return 'up'; }); // prettier-ignore
  const answers = await Promise.allSettled([ask(), ask(), ask()]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  isDown = false;
  await expect(ask()).resolves.toBe('up');
});

test('whatever may change a decision tells two callers apart', () => {
  const known: Principal = { kind: 'user', accountId: '1', handle: 'h', sessionId: '2', apiKeyId: null, scopes: new Set(['read', 'publish']), limitedTo: null };
  const others: readonly Principal[] = [
    anonymous,
    { ...known, kind: 'robot' },
    { ...known, accountId: '3' },
    { ...known, sessionId: null },
    { ...known, apiKeyId: '2', sessionId: null },
    { ...known, scopes: new Set(['read']) },
    { ...known, limitedTo: new Set() },
    { ...known, limitedTo: new Set(['4']) },
  ];
  expect(new Set([known, ...others].map(callerKey)).size).toBe(others.length + 1);
  expect(callerKey({ ...known, scopes: new Set(['publish', 'read']) })).toBe(callerKey(known));
});
