import type pg from 'pg';
import { OrderStatus } from '../src/domain/order-status.ts';
import type { OrderFilter } from '../src/database/order-filter.ts';

/**
 * Values for every field of the filter as the data at hand have them: the most frequent one, one in the
 * middle, a rare one, and one that nothing has.
 */

export type Frequency = 'common' | 'middle' | 'rare' | 'absent';
export type FieldCase = {
  readonly name: keyof OrderFilter;
  readonly frequency: Frequency;
  readonly filter: OrderFilter;
};

const columns: readonly (readonly [keyof OrderFilter, string, string])[] = [
  ['statuses', 'status', 'order_list'],
  ['sources', 'lower(source)', 'order_list'],
  ['tags', 'tag', 'order_tag'],
  ['discountCodes', 'lower(discount_code)', 'order_list'],
  ['checkoutIds', 'checkout_id', 'order_list'],
  ['offerIds', 'offer_id', 'order_list'],
  ['countries', 'country', 'order_list'],
  ['paymentProviders', 'payment_provider', 'order_list'],
  ['failedActionKinds', 'unnest(unfinished_kinds)', 'order_list'],
  ['productIds', 'product_id', 'order_line'],
  ['lineKinds', 'kind', 'order_line'],
  ['linkIds', 'checkout_link_id', 'order_list'],
  ['regions', 'region', 'order_list'],
  ['currencies', 'currency', 'order_list'],
  ['paymentMethods', 'paid_through', 'order_list'],
  ['devices', 'device', 'order_list'],
  ['consents', 'analytics_consent', 'order_list'],
];

const DAY_MS = 86_400_000;

export async function listCases(client: pg.Client, now: Date): Promise<FieldCase[]> {
  const found: FieldCase[] = [];
  for (const [name, expression, table] of columns) {
    const { rows } = await client.query<{ value: string }>(
      `select value::text from (select ${expression} as value from ${table} tablesample system (8)) v
       where value is not null group by value order by count(*) desc, value`,
    );
    const values = rows.map(({ value }) => value);
    const at = (place: number) => values[Math.min(values.length - 1, Math.floor(place))];
    const picked: [Frequency, string | undefined][] = [
      ['common', at(0)],
      ['middle', values.length > 2 ? at(values.length / 2) : undefined],
      ['rare', values.length > 1 ? at(values.length - 1) : undefined],
      ['absent', name === 'statuses' ? undefined : 'none'],
    ];
    for (const [frequency, value] of picked) {
      if (value !== undefined) found.push({ name, frequency, filter: { [name]: [value] } });
    }
    const [first, second] = [at(1), at(values.length / 3)];
    if (first !== undefined && second !== undefined && first !== second) {
      found.push({ name, frequency: 'middle', filter: { [name]: [first, second] } });
    }
  }
  return [...found, ...texts, ...parts, ...(await times(client, now)), ...(await names(client))];
}

const texts: FieldCase[] = [
  ['common', { text: 'an' }],
  ['common', { text: 'example' }],
  ['middle', { text: 'ville' }],
  ['rare', { text: 'xq' }],
  ['rare', { text: 'qz' }],
  ['rare', { text: 'virtanen 1234' }],
  ['absent', { text: '~~' }],
  ['absent', { text: 'nothingofthekind' }],
  ['common', { text: 'anna virtanen' }],
  ['common', { email: 'gmail' }],
  ['middle', { email: 'an' }],
  ['rare', { email: 'onni.virtanen12' }],
  ['absent', { email: 'nobody@nowhere' }],
  ['common', { firstName: 'a' }],
  ['middle', { firstName: 'eero' }],
  ['rare', { firstName: 'xerxes' }],
  ['absent', { firstName: 'zz' }],
  ['common', { lastName: 'nen' }],
  ['absent', { lastName: 'gmail' }],
].map(([frequency, filter]) => ({
  name: Object.keys(filter as object)[0] as keyof OrderFilter,
  frequency: frequency as Frequency,
  filter: filter as OrderFilter,
}));

const parts: FieldCase[] = [
  ...(
    ['LINK', 'SOURCE', 'TAG', 'COUNTRY', 'REGION', 'PAYMENT', 'DISCOUNT_CODE', 'DEVICE'] as const
  ).map((part): FieldCase => ({
    name: 'without',
    frequency: 'middle',
    filter: { without: [part] },
  })),
  { name: 'needsAttention', frequency: 'rare', filter: { needsAttention: true } },
  { name: 'needsAttention', frequency: 'common', filter: { needsAttention: false } },
  { name: 'statuses', frequency: 'common', filter: { statuses: Object.values(OrderStatus) } },
  {
    name: 'statuses',
    frequency: 'rare',
    filter: { statuses: ['PROCESSING', 'MARKED_AS_COMPLETED'] },
  },
  { name: 'statuses', frequency: 'middle', filter: { statuses: ['PAID', 'REFUNDED'] } },
];

async function times(client: pg.Client, now: Date): Promise<FieldCase[]> {
  const { rows } = await client.query<{ first: Date; last: Date }>(
    'select min(created_at) as first, max(created_at) as last from order_list',
  );
  const first = rows[0]?.first ?? now;
  const last = rows[0]?.last ?? now;
  const before = (days: number) => new Date(last.getTime() - days * DAY_MS);
  const middle = new Date((first.getTime() + last.getTime()) / 2);
  const spans: [Frequency, Date, Date][] = [
    ['rare', before(1), last],
    ['middle', before(30), last],
    ['middle', middle, new Date(middle.getTime() + 31 * DAY_MS)],
    ['rare', middle, new Date(middle.getTime() + DAY_MS)],
    ['common', before(365), last],
    ['absent', new Date(last.getTime() + DAY_MS), new Date(last.getTime() + 2 * DAY_MS)],
  ];
  return spans.flatMap(([frequency, from, to]) =>
    (['created', 'paid', 'sold', 'refunded'] as const).map((moment) => ({
      name: `${moment}From` as const,
      frequency,
      filter: { [`${moment}From`]: from, [`${moment}Before`]: to },
    })),
  );
}

async function names(client: pg.Client): Promise<FieldCase[]> {
  const { rows } = await client.query<{ id: string; number: string }>(
    'select order_id as id, number from order_list tablesample system (1) limit 250',
  );
  return [
    {
      name: 'numbers',
      frequency: 'rare',
      filter: { numbers: rows.slice(0, 3).map((row) => row.number) },
    },
    { name: 'numbers', frequency: 'middle', filter: { numbers: rows.map((row) => row.number) } },
    { name: 'orderIds', frequency: 'middle', filter: { orderIds: rows.map((row) => row.id) } },
    { name: 'numbers', frequency: 'absent', filter: { numbers: [] } },
  ];
}
