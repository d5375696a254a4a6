import pg from 'pg';

// What is asked for, taken from the database itself, the same in every run on the same data.

/** Rows of one statement, on a connection of its own. */
export async function rowsOf<Row extends object>(
  databaseUrl: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const client = new pg.Client({ connectionString: databaseUrl, types });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** The one row, or an error with what was missing. */
export async function rowOf<Row extends object>(
  databaseUrl: string,
  missing: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row> {
  const [row] = await rowsOf<Row>(databaseUrl, sql, values);
  if (!row) throw new Error(`The database has no ${missing}.`);
  return row;
}

/** Orders spread over the whole list, sales only, so many. */
export function someOrders(
  databaseUrl: string,
  count: number,
): Promise<{ order_id: string; number: string; email: string }[]> {
  return rowsOf(
    databaseUrl,
    `select order_id, number, email from (
       select order_id, number, email, row_number() over (order by md5(order_id)) as place
       from order_list where not is_visit and email is not null and email not like 'erased%') o
     where place <= $1 order by place`,
    [count],
  );
}
