import { describe, expect, it } from 'vitest';
import { endedBy, isOver, type Job, nothingWatched, stepInWords, stepsOf, watch, withIndex, withScan, withState } from '#web/features/watch-job/job.ts';
import { lookedUp } from '#web/features/watch-job/looked-up.ts';

const counts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
const scan = (more: Partial<Job['scan']> = {}): Job['scan'] => ({
  sequence: 1,
  stage: 'SIGNATURE',
  status: 'QUEUED',
  percent: 0,
  score: null,
  counts,
  ...more,
});
const job = (more: Partial<Job> = {}): Job => ({
  name: '@a/b',
  version: '1.0.0',
  ociReference: 'host/a/b@sha256:x',
  status: 'STAGED',
  statusReason: null,
  scan: scan(),
  index: null,
  findings: [],
  endedAt: {},
  ...more,
});
const states = (value: Pick<Job, 'scan' | 'index'>): string =>
  stepsOf(value)
    .map(({ state }) => state[0])
    .join('');
const finding = (id: string) => ({ id, severity: 'HIGH' as const, title: id });

describe('the steps of a job', () => {
  it.each([
    ['waits for a signature', scan(), null, 'wwwwwww'],
    [
      'is at work on a step: what is before it is done',
      scan({ stage: 'SBOM', status: 'RUNNING' }),
      { sequence: 1, percent: 50, status: 'RUNNING' as const },
      'dddrwwr',
    ],
    ['was refused for malware', scan({ stage: 'MALWARE', status: 'MALICIOUS' }), null, 'dfwwwww'],
    ['was scanned and indexed', scan({ stage: 'SCORE', status: 'CLEAN' }), { sequence: 3, percent: 100, status: 'DONE' as const }, 'ddddddd'],
    ['was published, and its indexing is not known', scan({ stage: 'ADVISORIES', status: 'RUNNING' }), null, 'ddddrwu'],
  ])('%s', (_, present, index, expected) => {
    expect(states({ scan: present, index })).toBe(expected);
  });

  it('had ended by the end of the next step that the registry recorded', () => {
    const endedAt = { SIGNATURE: '1', PUBLISH: '3', SCORE: '6' };
    expect((['SIGNATURE', 'MALWARE', 'PUBLISH', 'SBOM', 'ADVISORIES', 'SCORE', 'INDEX'] as const).map((name) => endedBy(name, endedAt))).toEqual([
      ...['1', '3', '3', '6', '6', '6'],
      null,
    ]);
    expect(endedBy('SBOM', { PUBLISH: '3', SCORE: null })).toBeNull();
  });

  it('are over when scan and indexing are, and at once for what is refused', () => {
    const done = { sequence: 3, percent: 100, status: 'DONE' as const };
    expect(isOver(job({ scan: scan({ stage: 'SCORE', status: 'FINDINGS' }), index: null }))).toBe(false);
    expect(isOver(job({ scan: scan({ stage: 'SCORE', status: 'FINDINGS' }), index: done }))).toBe(true);
    expect(isOver(job({ scan: scan({ stage: 'ADVISORIES', status: 'RUNNING' }), index: done }))).toBe(false);
    expect(isOver(job({ scan: scan({ stage: 'MALWARE', status: 'MALICIOUS' }) }))).toBe(true);
    expect(isOver(job({ scan: scan({ stage: 'SIGNATURE', status: 'FAILED' }) }))).toBe(true);
    expect(isOver(job({ scan: scan({ stage: 'ADVISORIES', status: 'FAILED' }) }))).toBe(false);
  });

  it('are told in a sentence without percent', () => {
    expect(stepInWords(job())).toBe('Step 1 of 6: Signature');
    expect(stepInWords(job({ scan: scan({ stage: 'MALWARE', status: 'MALICIOUS' }) }))).toBe('Stopped at: Search for malicious code');
    expect(stepInWords(job({ scan: scan({ stage: 'SCORE', status: 'CLEAN' }) }))).toBe('Waiting for: Search index');
  });
});

describe('events', () => {
  const event = (sequence: number, ids: readonly string[], more: Partial<Job['scan']> = {}) => ({
    ...scan({ sequence, status: 'RUNNING', stage: 'ADVISORIES', ...more }),
    newFindings: ids.map(finding),
    version: { status: 'PUBLISHED' as const, statusReason: null },
  });

  it('move the job on, and an older one changes nothing', () => {
    const after = withScan(job(), event(7, ['a']));
    expect(after).toMatchObject({ status: 'PUBLISHED', scan: { sequence: 7, stage: 'ADVISORIES' } });
    expect(withScan(after, event(6, ['b'], { stage: 'SBOM' }))).toBe(after);
    const indexed = withIndex(after, { sequence: 4, percent: 100, status: 'DONE' });
    expect(withIndex(indexed, { sequence: 3, percent: 10, status: 'RUNNING' })).toBe(indexed);
  });

  it('tell each finding once, also when a reconnect repeats them', () => {
    const after = withScan(withScan(job(), event(2, ['a', 'b'])), event(3, ['b', 'c']));
    expect(after.findings.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('never grow beyond a hundred findings', () => {
    let present = job();
    for (let round = 0; round < 5; round += 1)
      present = withScan(
        present,
        event(
          round + 2,
          Array.from({ length: 60 }, (_, index) => `${round}-${index}`),
        ),
      );
    expect(present.findings).toHaveLength(100);
  });

  it('give way to a looked-up state unless they know better', () => {
    const streamed = withScan(job(), event(7, ['a']));
    const looked = job({ status: 'PUBLISHED', scan: scan({ sequence: 0, stage: 'SBOM', status: 'RUNNING' }), findings: [finding('b')] });
    expect(withState(streamed, looked)).toMatchObject({ scan: { sequence: 7 }, findings: [{ id: 'a' }, { id: 'b' }] });
    const ended = job({ scan: scan({ sequence: 0, stage: 'SCORE', status: 'CLEAN' }) });
    expect(withState(streamed, ended).scan.status).toBe('CLEAN');
  });
});

describe('times', () => {
  it('are known of steps that were watched from beginning to end', () => {
    const running = (stage: Job['scan']['stage']) => job({ scan: scan({ stage, status: 'RUNNING' }) });
    let watched = watch(nothingWatched, running('SIGNATURE'), 1000);
    watched = watch(watched, running('SIGNATURE'), 1300);
    watched = watch(watched, running('PUBLISH'), 1500);
    watched = watch(watched, running('SBOM'), 1900);
    expect(watched.tookMs).toEqual({ SIGNATURE: 500, PUBLISH: 400 });
  });
});

describe('a look at a version', () => {
  const version = {
    version: '1.0.0',
    digest: 'sha256:x',
    status: 'PUBLISHED' as const,
    statusReason: null,
    publishedAt: '2026-02-14T12:00:00.000Z',
    signature: { signedAt: '2026-02-14T11:59:59.000Z' },
    scan: null,
  };
  const scanned = (status: 'QUEUED' | 'RUNNING' | 'CLEAN' | 'FINDINGS' | 'FAILED') => ({
    ...version,
    scan: { status, startedAt: null, finishedAt: null, score: null, counts, findings: { totalCount: 0, nodes: [] } },
  });

  it.each([
    ['staged, nothing signed', { ...version, status: 'STAGED' as const }, 'SIGNATURE QUEUED'],
    ['staged, refused', { ...version, status: 'STAGED' as const, statusReason: 'unknown key' }, 'SIGNATURE FAILED'],
    ['rejected', { ...version, status: 'REJECTED' as const }, 'MALWARE MALICIOUS'],
    ['published, not scanned', version, 'SBOM QUEUED'],
    ['published, being scanned', scanned('RUNNING'), 'SBOM RUNNING'],
    ['published, clean', scanned('CLEAN'), 'SCORE CLEAN'],
    ['published, scan given up', scanned('FAILED'), 'SBOM FAILED'],
  ])('tells how far it is: %s', (_, found, expected) => {
    const { scan: present, ociReference } = lookedUp('@a/b', found, 'host:4000');
    expect(ociReference).toBe('host:4000/a/b@sha256:x');
    expect(`${present.stage} ${present.status}`).toBe(expected);
  });
});
