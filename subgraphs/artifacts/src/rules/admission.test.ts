import { describe, expect, test } from 'vitest';
import { planAdmission, type AdmissionState, type AdmissionVerdict } from './admission.ts';

const waiting: AdmissionState = { isAdmitted: false, isRejected: false, staged: [{ versionId: 'v', statusReason: null }], pendingLabels: 0 };
const admitted: AdmissionVerdict = { kind: 'admitted', signer: { kind: 'KEY', subject: null, fingerprint: 'f' } };
const refused: AdmissionVerdict = { kind: 'refused', reason: 'signed by a stranger' };
const malicious: AdmissionVerdict = { kind: 'malicious', reason: 'steals wallets' };
const plan = (state: Partial<AdmissionState>, verdict: AdmissionVerdict) => planAdmission({ ...waiting, ...state }, verdict);

describe('admission', () => {
  test.each([
    ['publishes the staged version', {}, admitted, { outcome: 'published', versionIds: ['v'], admits: true, rejects: false }],
    ['admits a manifest without a version', { staged: [] }, admitted, { outcome: 'admitted', versionIds: [], admits: true, rejects: false }],
    [
      'publishes a version that was tagged after its manifest was admitted',
      { isAdmitted: true },
      admitted,
      { outcome: 'published', versionIds: ['v'], admits: true, rejects: false },
    ],
    [
      'moves a label that still waits',
      { isAdmitted: true, staged: [], pendingLabels: 1 },
      admitted,
      { outcome: 'admitted', versionIds: [], admits: true, rejects: false },
    ],
    ['changes nothing the second time', { isAdmitted: true, staged: [] }, admitted, { outcome: 'unchanged', versionIds: [], admits: false, rejects: false }],
    ['says the reason of a refusal', {}, refused, { outcome: 'refused', versionIds: ['v'], admits: false, rejects: false }],
    [
      'says the same reason once',
      { staged: [{ versionId: 'v', statusReason: 'signed by a stranger' }] },
      refused,
      { outcome: 'refused', versionIds: [], admits: false, rejects: false },
    ],
    ['rejects malware', {}, malicious, { outcome: 'rejected', versionIds: ['v'], admits: false, rejects: true }],
    ['rejects malware without a version', { staged: [] }, malicious, { outcome: 'rejected', versionIds: [], admits: false, rejects: true }],
    ['never lifts a rejection, whatever signs', { isRejected: true }, admitted, { outcome: 'rejected', versionIds: ['v'], admits: false, rejects: true }],
    ['rejects once', { isRejected: true, staged: [] }, malicious, { outcome: 'unchanged', versionIds: [], admits: false, rejects: false }],
    ['does not take back what was admitted', { isAdmitted: true }, malicious, { outcome: 'unchanged', versionIds: [], admits: false, rejects: false }],
  ] as const)('%s', (_, state, verdict, expected) => expect(plan(state, verdict)).toEqual(expected));
});
