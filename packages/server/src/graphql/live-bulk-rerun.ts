import { GraphQLError } from 'graphql';
import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { findBulkReruns, type BulkRerunFound } from '../database/bulk-rerun-progress.ts';
import { reachesBulkRerun } from '../use-cases/bulk-rerun.ts';
import { Allowed } from './access-rule.ts';
import { BulkRerun, findReachedBulkRerun } from './bulk-rerun.ts';
import type { GraphQLContext } from './context.ts';
import { isStillValid, presentFirst, type Called } from './live.ts';
import { liveFeeds } from './live-feeds.ts';
import { LiveStream } from './live-stream.ts';

@Resolver()
export class BulkRerunSubscriptions {
  @Allowed('RERUN_ACTIONS')
  @Subscription(() => BulkRerun, {
    description:
      'A bulk re-run as it is, then each step further, at most two messages in a second.',
    subscribe: ({ args, context }: Called<{ id: string }>) => streamBulkRerun(context, args.id),
  })
  bulkRerunChanged(
    @Root() bulkRerun: BulkRerunFound,
    @Arg('id', () => ID, { description: 'The bulk re-run, `blk_…`.' }) _id: string,
  ): BulkRerun {
    return bulkRerun;
  }
}

async function streamBulkRerun(
  context: GraphQLContext,
  id: string,
): Promise<LiveStream<BulkRerunFound>> {
  if (!(await findReachedBulkRerun(id, context))) {
    throw new GraphQLError('There is no such bulk re-run.', { extensions: { code: 'NOT_FOUND' } });
  }
  const stream = new LiveStream<BulkRerunFound>();
  let last: string | undefined;
  const send = (found: readonly BulkRerunFound[]) => {
    if (!isStillValid(context)) return stream.end();
    const mine = found.find((one) => one.id === id);
    if (!mine || !context.viewer || !reachesBulkRerun(context.viewer.reach, mine)) return;
    const fingerprint = JSON.stringify(mine);
    if (fingerprint !== last) stream.put(id, mine);
    last = fingerprint;
  };
  const freshest = presentFirst(stream, send, () => findBulkReruns(context.request.em, [id]));
  const hear = (found: readonly BulkRerunFound[] | null) =>
    found ? freshest.send(found) : freshest.resend();
  stream.whenOver(liveFeeds(context.services).bulkReruns.watchBulkRerun(id, hear));
  freshest.resend();
  return stream;
}
