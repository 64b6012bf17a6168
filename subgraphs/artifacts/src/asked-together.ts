import type { Principal } from '@gati/authority';

/** Two callers with the same text get the same answers. */
export const callerKey = (principal: Principal): string =>
  principal.kind === 'anonymous'
    ? ''
    : JSON.stringify([
        principal.kind,
        principal.accountId,
        principal.sessionId,
        principal.apiKeyId,
        [...principal.scopes].sort(),
        principal.limitedTo && [...principal.limitedTo].sort(),
      ]);

interface Asked<Answer> {
  running: Promise<unknown>;
  /** The answer for all who asked since `running` began. */
  next: Promise<Answer> | null;
}

/**
 * One question for all who ask the same while another answer is on its way: they wait for that one to end and get the next, which is read after each of them has asked. So a crowd at one manifest costs what one reader costs,
 * and nobody gets an answer that is older than his question: what was written before is always seen, without anything to invalidate.
 * @param keyOf  equal for questions that have the same answer; what decides rights belongs to it
 */
export function askedTogether<Question extends readonly unknown[], Answer>(
  keyOf: (...question: Question) => string,
  answer: (...question: Question) => Promise<Answer>,
): (...question: Question) => Promise<Answer> {
  const asked = new Map<string, Asked<Answer>>();

  const begin = (key: string, state: Asked<Answer>, question: Question): Promise<Answer> => {
    state.next = null;
    const answering = answer(...question);
    state.running = answering
      .catch(() => {})
      .finally(() => {
        if (state.next === null) asked.delete(key);
      });
    return answering;
  };

  return (...question) => {
    const key = keyOf(...question);
    const state = asked.get(key);
    if (state) return (state.next ??= state.running.then(() => begin(key, state, question)));
    const first: Asked<Answer> = { running: Promise.resolve(), next: null };
    asked.set(key, first);
    return begin(key, first, question);
  };
}
