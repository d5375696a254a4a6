import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import {
  type AuditEntryFound,
  type AuditFilter as FilterValue,
  type AuditPlace,
  findAuditEntries,
  findAuditFacets,
  findSubjectNames,
} from '../database/audit-log.ts';
import { ActorKind, maskText } from '../domain/permission.ts';
import { Allowed, badUserInput, Masked, mayReadPersonalData } from './access-rule.ts';
import { isPossibleId, PageInfo, pageSize } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { Change } from './history.ts';
import { DateTime } from './scalars.ts';

@InputType({
  description:
    'Which entries. Fields are joined by "and", the entries of a list by "or"; an empty one is as if left out.',
})
export class AuditFilter implements FilterValue {
  @Field(() => [ActorKind], { nullable: true, description: 'What kind of somebody did it.' })
  actorKinds?: ActorKind[] | null;
  @Field(() => ID, { nullable: true, description: 'Who did it: a member or an API token.' })
  actorId?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Part of the name of who did it, in any case.',
  })
  actorName?: string | null;
  @Field(() => [String], {
    nullable: true,
    description:
      'Names of events, or what stands before their dot: `refund` finds `refund.requested`.',
  })
  events?: string[] | null;
  @Field(() => ID, { nullable: true, description: 'The order, `ord_…`.' })
  orderId?: string | null;
  @Field(() => String, { nullable: true, description: 'The whole number of the order.' })
  orderNumber?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'What it is about: the id of an order, a product, a member …, or `settings`.',
  })
  subjectId?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The beginning of the address it came from: `203.0.113.`.',
  })
  fromAddress?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'The first moment that counts.' })
  from?: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'The first moment that counts no more.',
  })
  to?: Date | null;
  @Field(() => String, {
    nullable: true,
    description: 'Each word occurs in the summary, in any case.',
  })
  text?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'Who did something, with the id to filter by.' })
export class AuditActor {
  @Field(() => ActorKind, { description: 'Person, program, provider or the product itself.' })
  kind!: ActorKind;
  @Field(() => ID, {
    nullable: true,
    description: 'The member or the token. Null for providers and the product itself.',
  })
  id!: string | null;
  @Field(() => String, { description: 'The name, as it was then.' })
  name!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What an entry is about.' })
export class AuditSubject {
  @Field(() => ID, { description: 'To filter by: an id, or a name such as `settings`.' })
  id!: string;
  @Field(() => String, { description: 'What kind of thing, for people: `Product`.' })
  kind!: string;
  @Field(() => String, {
    nullable: true,
    description: 'What it is called now; the number of an order. Null where it has no name.',
  })
  name!: string | null;
  @Field(() => ID, { nullable: true, description: 'The order, where it is about one.' })
  orderId!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'One entry of the audit log, which is the history of everything. Never changed, never removed, free of personal data of customers.',
})
export class AuditEntry {
  @Field(() => ID, { description: 'As of its `HistoryEntry`, `his_…`.' })
  id!: string;
  @Field(() => DateTime, { description: 'When it happened.' })
  at!: Date;
  @Field(() => String, { description: 'Stable name for programs: `order.paid`.' })
  event!: string;
  @Field(() => String, { description: 'What happened, in a sentence for people.' })
  summary!: string;
  @Field(() => [Change], { description: 'What it changed, from what to what.' })
  changes!: Change[];
  @Field(() => AuditSubject, { description: 'What it is about.' })
  subject!: AuditSubject;
  @Field(() => String, {
    nullable: true,
    description: 'The address that it was asked from. Null for what came from inside.',
  })
  fromAddress!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'What the browser or program that asked calls itself, cut short.',
  })
  fromAgent!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'An entry and its place in the list.' })
export class AuditEdge {
  @Field(() => AuditEntry, { description: 'The entry.' })
  node!: AuditEntry;
  @Field(() => String, { description: 'Its place, for `after`.' })
  cursor!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A page of the audit log, newest first.' })
export class AuditConnection {
  @Field(() => [AuditEdge], { description: 'The entries with their cursors.' })
  edges!: readonly AuditEdge[];
  @Field(() => [AuditEntry], { description: 'The entries alone.' })
  nodes!: readonly AuditEntry[];
  @Field(() => PageInfo, { description: 'Where the page lies.' })
  pageInfo!: PageInfo;
}

@ObjectType({ simpleResolvers: true, description: 'What the audit log can be filtered by.' })
export class AuditFacets {
  @Field(() => [String], { description: 'Every name of an event that there is, up to 500.' })
  events!: readonly string[];
  @Field(() => [AuditActor], {
    description: 'Members and tokens that did something, by their latest names, up to 500.',
  })
  actors!: readonly AuditActor[];
}

@ArgsType()
class AuditPage {
  @Field(() => Int, { defaultValue: 50, description: 'How many entries, from 1 to 250.' })
  first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor behind which to go on.' })
  after?: string | null;
}

const MOST_FACETS = 500;

type EntryValue = AuditEntryFound & { readonly subject: AuditSubject };

@Resolver(() => AuditEntry)
export class AuditLogQueries {
  @Allowed('READ_AUDIT_LOG')
  @Query(() => AuditConnection, {
    description:
      'Who did what, when and from where, newest first. Looking at it leaves no entry. With only some checkouts you see the entries of their orders, and none of the shop.',
  })
  async auditLog(
    @Ctx() { request }: GraphQLContext,
    @Args(() => AuditPage) { first, after }: AuditPage,
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'Left out: all of it.' })
    filter: AuditFilter | null,
  ): Promise<AuditConnection> {
    const page = { first: pageSize(first, 'first'), after: readPlace(after) };
    const wish = checked(filter ?? {});
    const found = await findAuditEntries(request.em, wish, page, request.reach);
    const shown = found.slice(0, page.first);
    const subjects = shown.flatMap(({ orderId, chain }) => (orderId ? [] : [chain]));
    const names = new Map(
      (subjects.length > 0 ? await findSubjectNames(request.em, [...new Set(subjects)]) : []).map(
        ({ id, name }) => [id, name],
      ),
    );
    const nodes = shown.map((entry): EntryValue => ({
      ...entry,
      subject: subjectOf(entry, names),
    }));
    const edges = nodes.map((node) => ({
      node,
      cursor: Buffer.from(node.place).toString('base64url'),
    }));
    return {
      nodes,
      edges,
      pageInfo: {
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
        hasNextPage: found.length > page.first,
        hasPreviousPage: page.after !== null,
      },
    };
  }

  @Allowed('READ_AUDIT_LOG')
  @Query(() => AuditFacets, {
    description: 'What the audit log can be filtered by. Empty with only some checkouts.',
  })
  auditFacets(@Ctx() { request }: GraphQLContext): Promise<AuditFacets> | AuditFacets {
    if (request.reach !== 'ALL') return { events: [], actors: [] };
    return findAuditFacets(request.em, MOST_FACETS);
  }

  @FieldResolver(() => AuditActor, { description: 'Who did it.' })
  actor(@Root() { actorKind, actorId, actorName }: EntryValue): AuditActor {
    return { kind: actorKind, id: actorId, name: actorName };
  }

  @Masked()
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Why, in the words of whoever did it; only that there is a reason without READ_PERSONAL_DATA, since people write what they like.',
  })
  reason(@Root() { reason = null }: EntryValue, @Ctx() context: GraphQLContext): string | null {
    return mayReadPersonalData(context) ? reason : maskText(reason);
  }
}

/** By the prefix of the id that a chain is named by. */
const kindsOfSubject: Readonly<Record<string, string>> = {
  prd: 'Product',
  off: 'Offer',
  chk: 'Checkout',
  lnk: 'Checkout link',
  dsc: 'Discount code',
  cfg: 'Action',
  blk: 'Bulk re-run',
  exp: 'Export',
  mem: 'Member',
  inv: 'Invitation',
  tok: 'API token',
};

function subjectOf(entry: AuditEntryFound, names: ReadonlyMap<string, string>): AuditSubject {
  const { chain: id, orderId, orderNumber } = entry;
  if (orderId) return { id, kind: 'Order', name: orderNumber, orderId };
  const [prefix = ''] = id.split('_');
  const word = `${id.slice(0, 1).toUpperCase()}${id.slice(1).replaceAll(/[-_.]/gu, ' ')}`;
  const kind = id === prefix ? word : (kindsOfSubject[prefix] ?? 'Shop');
  return { id, kind, name: names.get(id) ?? null, orderId: null };
}

function checked(filter: AuditFilter): AuditFilter {
  const texts = [
    filter.actorId,
    filter.actorName,
    ...(filter.events ?? []),
    filter.orderId,
    filter.orderNumber,
    filter.subjectId,
    filter.fromAddress,
    filter.text,
  ];
  if (!texts.every((text) => isPossibleId(text ?? ''))) {
    throw badUserInput('A text to search by has at most 100 characters.');
  }
  if ((filter.events?.length ?? 0) > MOST_FACETS) {
    throw badUserInput(`At most ${MOST_FACETS} events can be named.`);
  }
  return filter;
}

function readPlace(cursor: string | null | undefined): AuditPlace | null {
  if (cursor === null || cursor === undefined) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, micros, id] = /^(-?\d{1,16}) (\w{1,80})$/u.exec(text) ?? [];
  if (micros !== undefined && id !== undefined) return { micros: Number(micros), id };
  throw badUserInput('`after` is no cursor of this list. Begin again without it.');
}
