import { createTestDatabase } from '@gati/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { differenceFromSchema } from '../tools/schema-engine.ts';

const migrated = async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.remove());
  return database;
};

test('the migrations give exactly what the schema describes', async () => {
  const database = await migrated();

  expect(await differenceFromSchema(database.url)).toBe('');
});

test('a column that no migration makes is seen', async () => {
  const database = await migrated();
  await database.pool.query('alter table artifacts.artifact drop column description');

  expect(await differenceFromSchema(database.url)).toContain('"description"');
});
