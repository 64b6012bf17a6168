import type { SqlRunner } from '@gati/database';

/** SQL text and its values, built together. What a caller wrote only ever becomes a value. */
export interface Statement {
  /** Takes a value and returns its placeholder, cast to a type. */
  readonly value: (value: unknown, type: string) => string;
  readonly values: readonly unknown[];
}

export function startStatement(): Statement {
  const values: unknown[] = [];
  return {
    values,
    value: (value, type) => {
      values.push(storable(value));
      return `$${values.length}::${type}`;
    },
  };
}

/** PostgreSQL keeps no NUL and no half characters; a value with one equals nothing stored, and so does what it becomes here. */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '\ufffd').toWellFormed();
  return Array.isArray(value) ? value.map(storable) : value;
}

export const run = <R>(tx: SqlRunner, sql: string, statement: Statement): Promise<R[]> => tx.$queryRawUnsafe<R[]>(sql, ...statement.values);

/** A text as a LIKE pattern for what begins with it. */
export const beginningWith = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`;
