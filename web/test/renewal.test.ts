import { describe, expect, it, vi } from 'vitest';
import { createRenewal, type Renewal } from '#web/server/renewal.ts';
import type { Session } from '#web/server/session.ts';

const session = (refreshToken: string, expiresAtMs = 0): Session => ({ accountId: 'a', handle: 'ada', accessToken: 'x', refreshToken, expiresAtMs });

function setUp(answer: (refreshToken: string) => Promise<Renewal>) {
  let nowMs = 1_000_000;
  const spend = vi.fn(answer);
  return { spend, renewal: createRenewal({ spend, nowMs: () => nowMs }), pass: (ms: number) => (nowMs += ms) };
}
const renewed = async (refreshToken: string): Promise<Renewal> => ({ outcome: 'renewed', session: session(`${refreshToken}+`) });

describe('renewing a session', () => {
  it('is due within the last minute of the access token', () => {
    const { renewal } = setUp(renewed);
    expect(renewal.isDue(session('r', 1_000_000 + 61_000))).toBe(false);
    expect(renewal.isDue(session('r', 1_000_000 + 59_000))).toBe(true);
    expect(renewal.isDue(session('r', 0))).toBe(true);
  });

  it('spends a token once for 20 requests at the same time', async () => {
    const { spend, renewal } = setUp(renewed);
    const answers = await Promise.all(Array.from({ length: 20 }, () => renewal.renew(session('r'))));
    expect(spend).toHaveBeenCalledTimes(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('gives stragglers the same successor for ten seconds, and then asks again', async () => {
    const { spend, renewal, pass } = setUp(renewed);
    await renewal.renew(session('r'));
    pass(9000);
    await renewal.renew(session('r'));
    expect(spend).toHaveBeenCalledTimes(1);
    pass(2000);
    await renewal.renew(session('r'));
    expect(spend).toHaveBeenCalledTimes(2);
  });

  it('does not hold on to an answer that never came', async () => {
    const answers: Renewal[] = [{ outcome: 'unknown' }, { outcome: 'ended' }];
    const { renewal } = setUp(async () => answers.shift() ?? { outcome: 'unknown' });
    expect(await renewal.renew(session('r'))).toEqual({ outcome: 'unknown' });
    expect(await renewal.renew(session('r'))).toEqual({ outcome: 'ended' });
  });

  it('forgets the oldest tokens when it would remember more than ten thousand', async () => {
    const { spend, renewal } = setUp(renewed);
    for (let index = 0; index < 10_002; index += 1) await renewal.renew(session(`r${index}`));
    await renewal.renew(session('r10001'));
    expect(spend).toHaveBeenCalledTimes(10_002);
    await renewal.renew(session('r0'));
    expect(spend).toHaveBeenCalledTimes(10_003);
  });
});
