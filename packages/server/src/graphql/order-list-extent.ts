import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
import { orderListParts, type OrderListRow } from '../database/order-list-row.ts';
import type { OrderListExtent } from '../database/order-search.ts';

/** What an operation asks of a page of orders, so that nothing else is read. */
export type AskedOfPage = {
  /** The orders themselves, or where the page lies. */
  readonly page: boolean;
  readonly extent: OrderListExtent;
};

type Part = keyof OrderListRow;

/** What each field of an order reads of its list row. Of a field that is not here, everything is read. */
const partsOf: Readonly<Record<string, readonly Part[]>> = {
  __typename: [],
  id: [],
  number: ['number'],
  version: ['version'],
  status: ['status'],
  createdAt: ['createdAt'],
  paidAt: ['paidAt'],
  completion: ['completedAt', 'completedByKind', 'completedByName', 'completedByHand'],
  checkout: ['checkoutId'],
  offer: ['offerId'],
  source: ['linkName', 'sourceName', 'tags'],
  customer: ['email', 'firstName', 'lastName', 'country', 'region', 'analyticsConsent'],
  lines: ['listedLines', 'currency'],
  discounts: ['discountCode', 'discountMinor', 'currency'],
  total: ['totalMinor', 'currency'],
  refunded: ['refundedMinor', 'currency'],
  refundPending: ['refundPendingMinor', 'currency'],
  vat: ['listedLines', 'currency'],
  payment: ['shownPayment'],
  attention: ['attentionAt', 'attentionReasons', 'attentionSummary'],
};

/**
 * By the fields that a plan keeps together: what is asked again is looked through once. Not by the first of them, beside
 * which `@include` may put others the next time.
 */
const known = new WeakMap<readonly FieldNode[], AskedOfPage>();

/** Conditions of `@skip` and `@include` are not looked at: more may be read than is answered, never less. */
export function askedOfPage({ fieldNodes, fragments }: GraphQLResolveInfo): AskedOfPage {
  const found = known.get(fieldNodes);
  if (found) return found;
  const asked = lookThrough(fieldNodes, fragments);
  known.set(fieldNodes, asked);
  return asked;
}

type Fragments = GraphQLResolveInfo['fragments'];

function lookThrough(fieldNodes: readonly FieldNode[], fragments: Fragments): AskedOfPage {
  const connection = below(fieldNodes, fragments);
  const edges = below(connection.get('edges') ?? [], fragments);
  const orders = [...(connection.get('nodes') ?? []), ...(edges.get('node') ?? [])];
  const fields = below(orders, fragments);
  const customer = below(fields.get('customer') ?? [], fragments);
  const parts = new Set<Part>(['id']);
  for (const name of fields.keys()) {
    for (const part of partsOf[name] ?? orderListParts) parts.add(part);
  }
  return {
    page: ['nodes', 'edges', 'pageInfo'].some((name) => connection.has(name)),
    extent: {
      parts: orderListParts.filter((part) => parts.has(part)),
      sortKey: connection.has('edges') || connection.has('pageInfo'),
      erasedAt: customer.has('erasedAt'),
    },
  };
}

/** The fields under these, by their names in the schema, through all fragments. */
function below(nodes: readonly FieldNode[], fragments: Fragments): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const seen = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const one of selections) {
      if (one.kind === Kind.FIELD) {
        const name = one.name.value;
        fields.set(name, [...(fields.get(name) ?? []), one]);
      } else if (one.kind === Kind.INLINE_FRAGMENT) collect(one.selectionSet);
      else if (!seen.has(one.name.value)) {
        seen.add(one.name.value);
        const fragment = fragments[one.name.value];
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  for (const { selectionSet } of nodes) if (selectionSet) collect(selectionSet);
  return fields;
}
