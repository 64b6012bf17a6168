import { expect, test } from 'vitest';
import { admissionStages, isTerminal, percentWithin, scanStages, stageBegins } from './progress.ts';

test('the stages follow one another from 0 to 100 without a step back', () => {
  const points = [...admissionStages, ...scanStages].flatMap((stage) => [0, 0.5, 1].map((share) => percentWithin(stage, share)));
  expect(points).toEqual(points.toSorted((a, b) => a - b));
  expect(points.at(-1)).toBe(100);
  expect(percentWithin('MALWARE', 7)).toBe(stageBegins.PUBLISH);
  expect(percentWithin('SBOM', -1)).toBe(stageBegins.SBOM);
});

test.each([
  ['queued', false],
  ['running', false],
  ['clean', true],
  ['findings', true],
  ['malicious', true],
  ['failed', true],
] as const)('%s is an end: %s', (status, expected) => {
  expect(isTerminal(status)).toBe(expected);
});
