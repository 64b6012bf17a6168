import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigInt, dateTime } from './scalars.ts';

describe('DateTime', () => {
  it('is ISO 8601 in UTC, from a Date or a text', () => {
    expect(dateTime.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
    expect(dateTime.serialize('2026-01-31T13:00:00+01:00')).toBe('2026-01-31T12:00:00.000Z');
    expect(() => dateTime.serialize('yesterday')).toThrow('no time');
  });

  it('comes in as a Date, and only with its offset', () => {
    expect(dateTime.parseValue('2026-01-31T13:00:00.5+01:00')).toEqual(new Date('2026-01-31T12:00:00.500Z'));
    for (const wrong of ['2026-01-31', '2026-01-31T12:00:00', '2026-13-31T12:00:00Z', 'now', 1_700_000_000, null, ''])
      expect(() => dateTime.parseValue(wrong)).toThrow('DateTime must be');
  });

  it('goes out as it came in', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') }),
        (date) => void expect(dateTime.parseValue(dateTime.serialize(date))).toEqual(date),
      ),
    );
  });
});

describe('BigInt', () => {
  it('goes out as a text and comes in as a bigint, whatever its size', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 77n), max: 10n ** 77n }), (value) => void expect(bigInt.parseValue(bigInt.serialize(value))).toBe(value)));
  });

  it('takes no fraction, no rounded number and no other text', () => {
    for (const wrong of [1.5, 2 ** 60, '1.0', '0x10', '', ' 1', '1e3', null, true, '9'.repeat(100)])
      expect(() => bigInt.parseValue(wrong)).toThrow('BigInt must be');
    expect(() => bigInt.serialize(2 ** 60)).toThrow('no whole number');
  });
});
