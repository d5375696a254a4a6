import { rowOf } from './samples.ts';

// Every filter and sort that the list offers, each with a value that many orders have: the harder case.

export type Asked = {
  readonly what: string;
  readonly filter: object;
  readonly sort?: { readonly field: string; readonly direction: string };
};

type Frequent = Readonly<Record<string, string>>;

/** The most frequent values of the newest twenty thousand sales. */
async function frequentValues(databaseUrl: string): Promise<Frequent> {
  return rowOf<Frequent>(
    databaseUrl,
    'sales',
    `with o as (select * from order_list where not is_visit order by created_at desc, order_id desc limit 20000)
     select mode() within group (order by o.source) as source,
       (select mode() within group (order by t) from o, unnest(o.tags) t) as tag,
       mode() within group (order by o.discount_code) as code,
       mode() within group (order by o.checkout_id) as checkout,
       mode() within group (order by o.offer_id) as offer,
       mode() within group (order by o.country) as country,
       mode() within group (order by o.region) as region,
       mode() within group (order by o.currency) as currency,
       mode() within group (order by o.checkout_link_id) as link,
       mode() within group (order by o.device) as device,
       mode() within group (order by o.paid_through) as through,
       mode() within group (order by o.payment_provider) as provider,
       mode() within group (order by o.first_name) as first,
       mode() within group (order by o.last_name) as last,
       max(o.email) as email, max(o.number) as number, max(o.order_id) as id,
       (select mode() within group (order by k) from order_list l, unnest(l.unfinished_kinds) k
        where l.attention_at is not null) as kind,
       (select mode() within group (order by product_id) from order_line
        where order_id in (select order_id from o limit 1000)) as product,
       to_json(max(o.created_at)) #>> '{}' as latest
     from o`,
  );
}

export async function everyFilter(databaseUrl: string): Promise<Asked[]> {
  const most = await frequentValues(databaseUrl);
  const latest = new Date(most['latest'] ?? '').getTime();
  const back = (days: number) => new Date(latest - days * 86_400_000).toISOString();
  const month = { from: back(60), before: back(30) };
  const list = (name: string, value: string | undefined | null): Asked[] =>
    value ? [{ what: name, filter: { [name]: [value] } }] : [];
  const text = (name: string, value: string | undefined | null): Asked[] =>
    value ? [{ what: name, filter: { [name]: value } }] : [];
  return [
    { what: 'nothing', filter: {} },
    ...list('statuses', 'COMPLETED'),
    ...list('statuses', 'STARTED').map((one) => ({ ...one, what: 'statuses: visits' })),
    { what: 'statuses: two', filter: { statuses: ['PAID', 'PARTIALLY_REFUNDED'] } },
    ...list('sources', most['source']),
    ...list('tags', most['tag']),
    { what: 'tags: two', filter: { tags: [most['tag'], 'no such tag'] } },
    ...list('discountCodes', most['code']),
    ...list('checkoutIds', most['checkout']),
    ...list('offerIds', most['offer']),
    ...list('countries', most['country']),
    ...list('regions', most['region']),
    ...list('currencies', most['currency']),
    ...list('linkIds', most['link']),
    ...list('devices', most['device']),
    ...list('consents', 'ACCEPTED'),
    ...list('paymentMethods', most['through']),
    ...list('paymentProviders', most['provider']),
    ...list('failedActionKinds', most['kind']),
    ...list('productIds', most['product']),
    ...list('lineKinds', 'ORDER_BUMP'),
    ...list('orderIds', most['id']),
    ...list('numbers', most['number']),
    ...text('text', most['email']),
    { what: 'text: in every order', filter: { text: 'example' } },
    { what: 'text: nowhere', filter: { text: 'xqzjwv' } },
    { what: 'text: two words', filter: { text: `${most['first']} ${most['last']}` } },
    ...text('email', most['email']),
    ...text('firstName', most['first']),
    ...text('lastName', most['last']),
    { what: 'created', filter: { createdFrom: month.from, createdBefore: month.before } },
    { what: 'paid', filter: { paidFrom: month.from, paidBefore: month.before } },
    { what: 'sold', filter: { soldFrom: month.from, soldBefore: month.before } },
    { what: 'refunded', filter: { refundedFrom: month.from, refundedBefore: month.before } },
    { what: 'needsAttention', filter: { needsAttention: true } },
    { what: 'needsAttention: not', filter: { needsAttention: false } },
    ...['LINK', 'SOURCE', 'TAG', 'COUNTRY', 'REGION', 'PAYMENT', 'DISCOUNT_CODE', 'DEVICE'].map(
      (part) => ({ what: `without ${part}`, filter: { without: [part] } }),
    ),
    {
      what: 'status, source and time',
      filter: {
        statuses: ['COMPLETED'],
        ...(most['source'] && { sources: [most['source']] }),
        createdFrom: back(90),
        createdBefore: back(0),
      },
    },
    ...['CREATED_AT', 'TOTAL', 'STATUS', 'CUSTOMER_EMAIL'].flatMap((field) =>
      ['ASC', 'DESC'].flatMap((direction) => [
        { what: `sorted by ${field} ${direction}`, filter: {}, sort: { field, direction } },
        {
          what: `a checkout, sorted by ${field} ${direction}`,
          filter: { checkoutIds: [most['checkout']] },
          sort: { field, direction },
        },
      ]),
    ),
  ];
}
