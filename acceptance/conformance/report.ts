export interface Outcome {
  readonly passed: number;
  readonly failed: readonly string[];
  /** Name and reason of each. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&#xA;', ' ').replaceAll('&amp;', '&');

/** What the suite's junit.xml says. Groups repeat what is in them, so only the innermost cases count. @throws for a report without any case */
export function outcomeOf(junit: string): Outcome {
  const cases = [...junit.matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)].map(([, attributes = '', inside = '']) => ({
    name: unescaped(/\bname="([^"]*)"/.exec(attributes)?.[1] ?? ''),
    status: /\bstatus="([^"]*)"/.exec(attributes)?.[1] ?? '',
    reason: unescaped(/skipping test:([^"<]*)/.exec(inside)?.[1] ?? 'no reason is given').trim(),
  }));
  const groups = new Set(cases.flatMap(({ name }) => [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index))));
  const leaves = cases.filter(({ name }) => !groups.has(name));
  if (leaves.length === 0) throw new Error('The report of the suite has no test in it.');
  return {
    passed: leaves.filter(({ status }) => status === 'passed').length,
    failed: leaves.filter(({ status }) => status !== 'passed' && status !== 'skipped').map(({ name }) => name),
    skipped: leaves.filter(({ status }) => status === 'skipped').map(({ name, reason }) => ({ name, reason })),
  };
}
