import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { askForExport, download, exportedRows, exportedText } from '../../test/kit/exported.ts';
import { seedOrders, seedTwoCheckouts, type SeededOrder } from '../../test/kit/orders.ts';
import { requestOf } from '../../test/kit/shop.ts';
import type { OrderFilter } from '../database/order-filter.ts';
import { searchOrders, type FoundOrder } from '../database/order-search.ts';
import {
  orderCursor,
  OrderSortField,
  SortDirection,
  type OrderSort,
} from '../database/order-sort.ts';
import { query } from '../database/orm.ts';
import { toDecimal } from '../domain/money.ts';
import { OrderStatus, statusWords } from '../domain/order-status.ts';
import { permissionsOf } from '../domain/permission.ts';

const NOW = new Date('2026-11-10T12:00:00.000Z');
/** More than two batches, so that every join between them is looked at. */
const ORDERS = 1_200;

const someOrder = fc.record({
  status: fc.constantFrom(...Object.values(OrderStatus)),
  checkoutId: fc.constantFrom('chk_one', 'chk_two'),
  createdAt: fc.constantFrom(
    '2026-11-01T10:00:00.000001Z',
    '2026-11-01T10:00:00.000002Z',
    '2026-11-02T22:30:00.000Z',
  ),
  totalMinor: fc.constantFrom(0, 500, 9900),
  currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  email: fc.constantFrom(null, 'Anna@Example.com', '=1+1@example.com', '"q,u;o"\n@example.com'),
  firstName: fc.constantFrom(null, '-Änni', 'Onni'),
  country: fc.constantFrom(null, 'FI', 'SE'),
  source: fc.constantFrom(null, 'newsletter', '@Blog'),
  tags: fc.subarray(['spring', '+vip']),
  discountCode: fc.constantFrom(null, 'TEN'),
  attention: fc.constantFrom([], [{ reason: 'ACTION_FAILED', from: '2026-11-10T11:00:00.000Z' }]),
  isPaid: fc.boolean(),
});
const orders: SeededOrder[] = fc
  .sample(someOrder, { seed: 20261124, numRuns: ORDERS })
  .map(({ isPaid, ...order }, index) => ({
    ...order,
    payment: isPaid ? { provider: 'stripe', reference: `pi_${index}` } : null,
    id: `ord_${String((index * 7919) % 10_000).padStart(5, '0')}`,
    number: String(10_000 + index),
  }));

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  database.tools.setNow(NOW);
  await seedTwoCheckouts(database);
  await seedOrders(database, orders);
});
afterAll(() => database.drop());

const admin = () => requestOf(database, { permissions: [...permissionsOf('ADMIN')] });
const viewer = () => requestOf(database, { permissions: [...permissionsOf('VIEWER')] });

/** Every page of the list, one after the other, as a screen reads it. */
async function wholeList(
  filter: OrderFilter,
  sort: OrderSort,
  reach: 'ALL' | string[],
): Promise<FoundOrder[]> {
  const rows: FoundOrder[] = [];
  let after: string | null = null;
  for (;;) {
    const page = await searchOrders(
      database.orm.em.fork(),
      filter,
      sort,
      { size: 250, fromEnd: false, after, before: null },
      { reach, mayReadPersonalData: true, now: NOW },
    );
    rows.push(...page.rows);
    const last = page.rows.at(-1);
    if (!last || !page.hasNextPage) return rows;
    after = orderCursor(sort, last);
  }
}

/** As the file says it: what a spreadsheet would compute has an apostrophe in front. */
const written = (text: string | null) =>
  /^"?[=+\-@]/u.test(text ?? '') ? `'${text}` : (text ?? '');

const filterFields = {
  text: fc.constantFrom('anna', '1001', 'pi_1', 'example'),
  email: fc.constantFrom('example', '=1'),
  statuses: fc.subarray(Object.values(OrderStatus)),
  sources: fc.constantFrom(['newsletter'], ['@blog']),
  tags: fc.subarray(['spring', '+vip']),
  discountCodes: fc.constant(['ten']),
  checkoutIds: fc.constantFrom(['chk_one'], ['chk_one', 'chk_two']),
  countries: fc.constantFrom(['FI'], ['FI', 'SE']),
  createdFrom: fc.constant(new Date('2026-11-01T10:00:00.001Z')),
  needsAttention: fc.boolean(),
};
/** Two fields at most: more would leave hardly an order. */
const filters = fc
  .subarray(Object.keys(filterFields) as (keyof typeof filterFields)[], { maxLength: 2 })
  .chain((names) =>
    fc
      .record(filterFields, { requiredKeys: names })
      .map(
        (filter) => Object.fromEntries(names.map((name) => [name, filter[name]])) as OrderFilter,
      ),
  );
const sorts = fc.record({
  field: fc.constantFrom(...Object.values(OrderSortField)),
  direction: fc.constantFrom(...Object.values(SortDirection)),
});

describe('the rows of an export', () => {
  test('are those of the list with the same filter and order, all of them', async () => {
    const reaches = fc.constantFrom<'ALL' | string[]>('ALL', ['chk_two']);
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(filters, sorts, reaches, async (filter, sort, reach) => {
        const list = await wholeList(filter, sort, reach);
        const rows = await exportedRows({ ...admin(), reach }, { filter, sort });
        compared += rows.length;
        expect(
          rows.map((row) => [row['Order'], row['Status'], row['Customer'], row['Total']]),
        ).toEqual(
          list.map(({ number, status, email, totalMinor, currency }) => [
            number,
            statusWords[status],
            written(email),
            toDecimal(totalMinor, currency),
          ]),
        );
        expect(rows.map((row) => [row['Currency'], row['Source'], row['Country']])).toEqual(
          list.map(({ currency, sourceName, country }) => [
            currency,
            written(sourceName),
            country ?? '',
          ]),
        );
      }),
      { seed: 20261125, numRuns: Number(process.env['PROPERTY_RUNS'] ?? 40) },
    );
    expect(compared).toBeGreaterThan(ORDERS);
  }, 300_000);

  test('hold no visits unless the list does', async () => {
    const sales = orders.filter(({ status }) => status !== 'STARTED' && status !== 'IN_PROGRESS');
    expect(await exportedRows(admin())).toHaveLength(sales.length);
    const statuses = Object.values(OrderStatus);
    expect(await exportedRows(admin(), { filter: { statuses } })).toHaveLength(ORDERS);
  });

  test('are all of one moment, although orders come and change meanwhile', async () => {
    const before = await exportedRows(admin(), { filter: { statuses: ['PAID'] } });
    let batches = 0;
    let text = '';
    await download(
      await askForExport(admin(), { filter: { statuses: ['PAID', 'REFUNDED'] } }),
      admin(),
      {
        write: async (part) => {
          text += part;
          batches += 1;
          // Between the head and the first batch every row changes.
          if (batches === 1) {
            await query(
              database.orm.em.fork(),
              `update order_list set status = 'REFUNDED' where status = 'PAID'`,
            );
          }
        },
      },
    );
    expect(text.match(/,Paid,/gu)).toHaveLength(before.length);
    expect(await exportedRows(admin(), { filter: { statuses: ['PAID'] } })).toEqual([]);
    await query(
      database.orm.em.fork(),
      `update order_list set status = (select status from orders where id = order_id)`,
    );
  });
});

describe('the columns of an export', () => {
  const one = { filter: { orderIds: ['ord_one'] } };
  beforeAll(async () => {
    await seedOrders(database, [
      {
        id: 'ord_one',
        number: '99001',
        status: 'COMPLETED',
        // In the hour that the end of summer time repeats: 03:30 for the second time.
        createdAt: '2026-10-25T01:30:00.000Z',
        paidAt: '2026-10-25T01:31:00.000Z',
        totalMinor: 9900,
        email: 'veera.salainen@example.com',
        firstName: 'Veera',
        lastName: 'Salainen',
        country: 'FI',
        source: 'newsletter',
        tags: ['spring', 'launch'],
        discountCode: 'TEN',
        billingFields: [
          { key: 'phone', label: 'Phone', value: '+358401234567' },
          { key: 'shoeSize', label: 'Shoe size', value: '43' },
        ],
        payment: { provider: 'stripe', reference: 'pi_12345' },
      },
    ]);
    await query(
      database.orm.em.fork(),
      `insert into order_line (id, order_id, position, product_id, kind, add_on_id, product_name, list_price_minor,
         discount_minor, price_minor, vat_rate_bp, refunded_minor)
       values ('lin_bump', 'ord_one', 1, 'prd_one', 'MAIN', null, '=cmd|bump', 2500, 500, 2000, 1350, 700)`,
    );
    await query(
      database.orm.em.fork(),
      `update orders set refunded_minor = 700, discount_minor = 500 where id = 'ord_one'`,
    );
    await query(database.orm.em.fork(), `select refresh_order_list('{ord_one}')`);
  });

  test('are those of the screen, in its order, with moments by the clock of the zone', async () => {
    expect(await exportedText(admin(), one)).toBe(
      'Order,Status,Created (Europe/Helsinki),Customer,Total,Currency,Products,Order bumps,Pre-upsells,' +
        'Payment provider,Payment method,Payment status,Source,Tags,Country\r\n' +
        '99001,Completed,2026-10-25 03:30:00,veera.salainen@example.com,99.00,EUR,Product one | =cmd|bump,,,' +
        'Stripe,Card,Succeeded,newsletter,spring | launch,FI\r\n',
    );
  });

  test('are the chosen ones, in the chosen order', async () => {
    const columns = ['COUNTRY', 'NUMBER'] as const;
    expect(await exportedText(admin(), { ...one, columns })).toBe('Country,Order\r\nFI,99001\r\n');
  });

  test('open right in Finnish Excel: semicolons, decimal commas, the mark of UTF-8', async () => {
    const finnish = { separator: ';', decimalMark: ',', byteOrderMark: true } as const;
    const columns = ['NUMBER', 'TOTAL', 'REFUNDED'] as const;
    expect(await exportedText(admin(), { ...one, ...finnish, columns })).toBe(
      '\uFEFFOrder;Total;Currency;Refunded;Refund under way\r\n99001;99,00;EUR;7,00;0,00\r\n',
    );
  });

  test('of all fields hold whatever is known of an order', async () => {
    const [row] = await exportedRows(admin(), { ...one, allFields: true });
    expect(row).toMatchObject({
      'Order id': 'ord_one',
      'Status code': 'COMPLETED',
      'Paid (Europe/Helsinki)': '2026-10-25 03:31:00',
      'Completed by': 'Automatic',
      'First name': 'Veera',
      'Last name': 'Salainen',
      Phone: "'+358401234567",
      City: '',
      'Other billing details': 'Shoe size: 43',
      'Analytics consent': 'Accepted',
      'Discount code': 'TEN',
      Discount: '5.00',
      // 20.12 of the first line and 2.38 of the second.
      VAT: '22.50',
      Refunded: '7.00',
      'Payment reference': 'pi_12345',
      Checkout: 'Checkout one',
      Offer: 'Offer one',
      'Requires attention because': '',
    });
  });

  test('of one row per line tell each product, and whose amounts are the order’s', async () => {
    const columns = ['NUMBER', 'TOTAL', 'PRODUCTS', 'VAT'] as const;
    expect(await exportedText(admin(), { ...one, lines: 'LINES', columns })).toBe(
      'Order,Order total,Currency,Order VAT,Product,Kind,Price before discount,Discount,Price,VAT rate %,VAT,Refunded\r\n' +
        '99001,99.00,EUR,22.50,Product one,Product,99.00,0.00,99.00,25.5,20.12,0.00\r\n' +
        "99001,99.00,EUR,22.50,'=cmd|bump,Product,25.00,5.00,20.00,13.5,2.38,7.00\r\n",
    );
  });

  test('are masked for those for whom the list is', async () => {
    const text = await exportedText(viewer(), { ...one, allFields: true });
    const personal = ['veera', 'Veera', 'Salainen', '358401234567', '43'];
    expect(personal.filter((word) => text.includes(word))).toEqual([]);
    const [row] = await exportedRows(viewer(), { ...one, allFields: true });
    expect(row).toMatchObject({
      Customer: 'v…@example.com',
      'First name': 'V…',
      'Last name': 'S…',
      Phone: '…',
      'Other billing details': 'Shoe size: …',
    });
  });
});
