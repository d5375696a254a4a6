import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { Wire } from '../../test/kit/wire.ts';
import { connect, query } from './orm.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

describe('a database that does not answer', () => {
  test('is not waited for without an end when every connection is taken', async () => {
    const orm = connect(database.url, { poolSize: 1, connectWithinMs: 2_000 });
    const holder = orm.em.fork();
    await holder.begin();
    await expect(query(orm.em.fork(), 'select 1')).rejects.toThrow(/timeout/u);
    await holder.commit();
    expect(await query(orm.em.fork(), 'select 1 as one')).toEqual([{ one: 1 }]);
    await orm.close();
  });

  test('is not waited for without an end when the network swallows everything', async () => {
    const wire = new Wire(new URL(database.url));
    const url = new URL(database.url);
    url.port = String(await wire.open());
    const orm = connect(url.href, { answerWithinMs: 1_000 });
    expect(await query(orm.em.fork(), 'select 1 as one')).toEqual([{ one: 1 }]);
    wire.isFrozen = true;
    await expect(query(orm.em.fork(), 'select 1')).rejects.toThrow(/timeout/u);
    wire.cut();
    await orm.close(true);
    await wire.close();
  });
});
