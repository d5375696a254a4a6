import { GraphQLError } from 'graphql';
import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { findOrderExports, type OrderExportFound } from '../database/order-export.ts';
import { exportStatus } from '../domain/order-export.ts';
import type { GraphQLContext } from './context.ts';
import { Allowed } from './access-rule.ts';
import { isStillValid, presentFirst, type Called } from './live.ts';
import { orderExportFeed } from './live-feed-order-export.ts';
import { LiveStream } from './live-stream.ts';
import { findOwnedExport, OrderExport } from './order-export.ts';

@Resolver()
export class OrderExportSubscriptions {
  @Allowed('EXPORT_ORDERS')
  @Subscription(() => OrderExport, {
    description:
      'An export of yours as it is, then each step of its download, at most three messages in a second.',
    subscribe: ({ args, context }: Called<{ id: string }>) => streamOrderExport(context, args.id),
  })
  orderExportChanged(
    @Root() found: OrderExportFound,
    @Arg('id', () => ID, { description: 'The export, `exp_…`.' }) _id: string,
  ): OrderExport {
    return found;
  }
}

async function streamOrderExport(
  context: GraphQLContext,
  id: string,
): Promise<LiveStream<OrderExportFound>> {
  if (!(await findOwnedExport(id, context))) {
    throw new GraphQLError('There is no such export.', { extensions: { code: 'NOT_FOUND' } });
  }
  const stream = new LiveStream<OrderExportFound>();
  let last: string | undefined;
  const send = (found: readonly OrderExportFound[]) => {
    if (!isStillValid(context)) return stream.end();
    const mine = found.find((one) => one.id === id);
    if (!mine) return;
    // It may run out without anything happening to its row.
    const fingerprint = JSON.stringify([
      exportStatus(mine, context.request.tools.now()),
      { ...mine, wish: null },
    ]);
    if (fingerprint !== last) stream.put(id, mine);
    last = fingerprint;
  };
  const freshest = presentFirst(stream, send, () => findOrderExports(context.request.em, [id]));
  const hear = (found: readonly OrderExportFound[] | null) =>
    found ? freshest.send(found) : freshest.resend();
  stream.whenOver(orderExportFeed(context.services).watchExport(id, hear));
  freshest.resend();
  return stream;
}
