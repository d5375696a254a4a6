import { connect } from '../src/database/orm.ts';
import type { Bench } from './bench.ts';
import { runBigExport } from './big-export.ts';

const ORDERS = 200_000;
const ROWS_PER_SECOND = 30_000;
/** More would be a file that is held instead of passed on. */
const MOST_GROWN_MB = 50;

export const orderExport: Bench = {
  name: 'export',
  about: 'orders as a file, all fields, over HTTP: rows per second, and memory grown by',
  run: async (place) => {
    const database = await place.emptyDatabase();
    const orm = connect(database.url);
    try {
      const orders = place.isQuick ? 5_000 : ORDERS;
      const result = await runBigExport({
        orm,
        databaseUrl: database.url,
        orders,
        startServer: (environment) => place.startServer(environment),
      });
      if (result.equalRows !== orders) {
        throw new Error(`Of ${orders} rows ${result.equalRows} are those of the list`);
      }
      return [
        {
          what: `export of ${orders.toLocaleString('en')} orders, all fields`,
          figure: result.rowsPerSecond,
          unit: 'rows/s',
          goal: { atLeast: ROWS_PER_SECOND },
          more: { sizeMb: result.megabytes },
        },
        {
          what: 'memory that the server grew by meanwhile',
          figure: result.grownMb,
          unit: 'MB',
          goal: { atMost: MOST_GROWN_MB },
        },
      ];
    } finally {
      await orm.close();
      await database.stop();
    }
  },
};
