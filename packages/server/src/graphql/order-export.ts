import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Int,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { OrderExportFound } from '../database/order-export.ts';
import { exportProgress, exportStatus, ExportStatus } from '../domain/order-export.ts';
import { addressKeyOf, isOwnExport } from '../use-cases/request-order-export.ts';
import { Allowed } from './access-rule.ts';
import { isPossibleId, Node } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { DateTime } from './scalars.ts';

registerEnumType(ExportStatus, {
  name: 'ExportStatus',
  description: 'Where an export stands. Its rows are read while they are downloaded.',
  valuesConfig: {
    WAITING: { description: 'Its address waits to be fetched.' },
    RUNNING: { description: 'Its rows are on their way to whoever fetches it.' },
    READY: { description: 'All rows have been sent.' },
    FAILED: {
      description: 'It was cancelled, or the download broke off; `failureMessage` says which.',
    },
    EXPIRED: { description: 'Nobody fetched it while its address lived.' },
  },
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'An export of orders: which, in which columns and order was frozen when it was asked for. Only who asked for it sees it, and may fetch it.',
})
export class OrderExport extends Node {
  @Field(() => DateTime, { description: 'When it was asked for.' })
  requestedAt!: Date;
  @Field(() => DateTime, {
    description: 'When its address runs out: 15 minutes after. A download begun before goes on.',
  })
  expiresAt!: Date;
  @Field(() => Int, {
    description:
      'How many orders it holds: counted when it was asked for, and anew when a download begins.',
  })
  total!: number;
}

@Resolver(() => OrderExport)
export class OrderExportFields {
  @FieldResolver(() => ExportStatus, { description: 'Where it stands.' })
  status(@Root() found: OrderExportFound, @Ctx() { request }: GraphQLContext): ExportStatus {
    return exportStatus(found, request.tools.now());
  }

  @FieldResolver(() => Int, {
    description: 'Rows of the file that were sent by the latest download, without the header.',
  })
  rows(@Root() { rowsSent }: OrderExportFound): number {
    return rowsSent;
  }

  @FieldResolver(() => Float, {
    description: 'How much of it was sent by the latest download, from 0 to 1.',
  })
  progress(@Root() found: OrderExportFound): number {
    return exportProgress(found);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Where to fetch it by GET, with the session or the token that asked for it: `curl -H "authorization: Bearer …" "$downloadUrl"`. May be fetched again, until `expiresAt`. Null once it has run out or was cancelled.',
  })
  downloadUrl(
    @Root() found: OrderExportFound,
    @Ctx() { request, services }: GraphQLContext,
  ): string | null {
    const key = addressKeyOf(found, request);
    return key && `${services.publicUrl}/exports/${found.id}.csv?key=${key}`;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why the latest download did not come to its end, in words. Null unless FAILED.',
  })
  failureMessage(@Root() { failure }: OrderExportFound): string | null {
    return failure;
  }
}

@Resolver()
export class OrderExportQueries {
  @Allowed('EXPORT_ORDERS')
  @Query(() => OrderExport, {
    nullable: true,
    description: 'One export of yours. Null where there is none, or where it is somebody else’s.',
  })
  orderExport(
    @Arg('id', () => ID, { description: 'The export, `exp_…`.' }) id: string,
    @Ctx() context: GraphQLContext,
  ): Promise<OrderExport | null> {
    return findOwnedExport(id, context);
  }
}

/** Null for what does not exist and for what somebody else asked for. */
export async function findOwnedExport(
  id: string,
  { loaders, request }: GraphQLContext,
): Promise<OrderExportFound | null> {
  const found = isPossibleId(id) ? await loaders.orderExports.load(id) : null;
  return found && isOwnExport(found, request.actor) ? found : null;
}
