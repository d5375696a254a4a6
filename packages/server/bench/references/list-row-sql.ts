// The limit that everything is measured beside: SQL written by hand on the list row, and its rows in the
// shape of the API's own answer, so that both answers can be compared to the last byte of their data.

/** As the API names them: 20 fields of each order. */
export const TWENTY_FIELDS = `
  id number version status createdAt paidAt
  customer { email firstName lastName country }
  source { link name tags }
  total { minor currency }
  refunded { minor }
  payment { provider status }
  lines { kind productName }`;

const COLUMNS = `o.order_id, o.number, o.version, o.status, o.created_at, o.paid_at, o.email, o.first_name,
  o.last_name, o.country, o.link_name, o.source, o.tags, o.total_minor, o.currency, o.refunded_minor,
  o.payment, o.lines`;

export type Listed = {
  readonly order_id: string;
  readonly number: string;
  readonly version: number;
  readonly status: string;
  readonly created_at: Date;
  readonly paid_at: Date | null;
  readonly email: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly country: string | null;
  readonly link_name: string | null;
  readonly source: string | null;
  readonly tags: readonly string[];
  readonly total_minor: number;
  readonly currency: string;
  readonly refunded_minor: number;
  readonly payment: { readonly provider: string; readonly status: string } | null;
  readonly lines: readonly { readonly kind: string; readonly productName: string }[];
};

export const NEWEST = `select ${COLUMNS} from order_list o where not o.is_visit
  order by o.created_at desc, o.order_id desc limit 50`;

/**
 * Of a filter by status $1, source $2, tag $3 and time $4 to $5: which is best is measured, not believed. One
 * that this database has no function for is left out.
 */
export const FILTERED: Readonly<Record<string, string>> = {
  'along the tag': `select ${COLUMNS} from order_tag t join order_list o on o.order_id = t.order_id
    where t.tag = $3 and o.status = $1 and t.status = $1 and lower(o.source) = lower($2)
      and t.created_at >= $4 and t.created_at < $5
    order by t.created_at desc, t.order_id desc limit 50`,
  'along the status': `select ${COLUMNS} from order_list o
    where o.status = $1 and lower(o.source) = lower($2) and $3 = any(o.tags)
      and o.created_at >= $4 and o.created_at < $5
    order by o.created_at desc, o.order_id desc limit 50`,
  'by the keys': `select ${COLUMNS} from order_list o
    where order_list_keys(o.is_visit, o.status, o.checkout_id, o.offer_id, o.checkout_link_id, o.source, o.tags,
      o.discount_code, o.country, o.region, o.currency, o.payment_provider, o.paid_through, o.device,
      o.analytics_consent, o.lines) @> array['status=' || $1, 'source=' || lower($2), 'tag=' || $3]
      and o.created_at >= $4 and o.created_at < $5
    order by o.created_at desc, o.order_id desc limit 50`,
  // The status concatenated, so that the planner does not take its index.
  'along the source': `select ${COLUMNS} from order_list o
    where lower(o.source) = lower($2) and o.status || '' = $1 and $3 = any(o.tags)
      and o.created_at >= $4 and o.created_at < $5
    order by o.created_at desc, o.order_id desc limit 50`,
};

export const LIST_ROW_COLUMNS = COLUMNS;

/** What the API answers for the fields above. */
export function answerOf(rows: readonly Listed[]): string {
  return JSON.stringify({ data: { orders: { nodes: rows.map(nodeOf) } } });
}

function nodeOf(row: Listed) {
  return {
    id: row.order_id,
    number: row.number,
    version: row.version,
    status: row.status,
    createdAt: row.created_at,
    paidAt: row.paid_at,
    customer: {
      email: row.email,
      firstName: row.first_name,
      lastName: row.last_name,
      country: row.country,
    },
    source: { link: row.link_name, name: row.source, tags: row.tags },
    total: { minor: row.total_minor, currency: row.currency },
    refunded: { minor: row.refunded_minor },
    payment: row.payment && { provider: row.payment.provider, status: row.payment.status },
    lines: row.lines.map(({ kind, productName }) => ({ kind, productName })),
  };
}
