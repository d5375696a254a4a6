import {
  Ctx,
  Field,
  FieldResolver,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { Viewer as ViewerValue } from '../access/viewer.ts';
import { ActorKind, Permission, Role } from '../domain/permission.ts';
import { findRefundLimits } from '../use-cases/refund-allowance.ts';
import { Open } from './access-rule.ts';
import { Money, money } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { Checkout, findCheckouts } from './shop.ts';

registerEnumType(Role, {
  name: 'Role',
  description: 'What a member is in the shop.',
  valuesConfig: {
    VIEWER: { description: 'Sees orders and reports, personal data shortened.' },
    CUSTOMER_SERVICE: { description: 'Sees orders and mends them: re-runs, completes, refunds.' },
    MAINTAINER: { description: 'All of that, and sets up what is sold and what runs.' },
    ADMIN: { description: 'All of that, and members, tokens and settings, in every checkout.' },
  },
});
registerEnumType(Permission, {
  name: 'Permission',
  description: 'One thing that somebody may do.',
  valuesConfig: {
    READ_ORDERS: { description: 'See orders and all that hangs on them.' },
    READ_PERSONAL_DATA: { description: "See customers' data whole, and search by it." },
    COMPLETE_ORDERS: { description: 'Mark orders as completed.' },
    RERUN_ACTIONS: { description: 'Run actions again.' },
    FORCE_RERUN: { description: 'Run actions again that a worker may still be at.' },
    REFUND_ORDERS: { description: 'Give money back.' },
    EXPORT_ORDERS: { description: 'Take orders out as a file.' },
    READ_REPORTS: { description: 'See reports.' },
    MANAGE_CONFIGURATION: { description: 'Set up offers, products, links and actions.' },
    MANAGE_SETTINGS: { description: "Change the shop's settings." },
    MANAGE_MEMBERS: { description: 'Invite members and give them roles.' },
    MANAGE_TOKENS: { description: 'Make and revoke API tokens.' },
    READ_AUDIT_LOG: { description: 'See who did what.' },
    MANAGE_PERSONAL_DATA: { description: "Hand out or erase one customer's data." },
    WRITE_CHECKOUT: {
      description: 'What a checkout page does: open orders, fill them, start payments.',
    },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'Who asks: a signed-in member, or a program with its token.',
})
export class Viewer {
  @Field(() => Role, { nullable: true, description: 'Null for a program.' })
  role!: Role | null;
}

@Resolver(() => Viewer)
export class ViewerFields {
  @FieldResolver(() => String, { description: 'Name of the member or token.' })
  name(@Root() { actor }: ViewerValue): string {
    return actor.name;
  }

  @FieldResolver(() => ActorKind, { description: 'PERSON or TOKEN.' })
  kind(@Root() { actor }: ViewerValue): ActorKind {
    return actor.kind;
  }

  @FieldResolver(() => Boolean, {
    description:
      'Your role needs two-factor sign-in and you have none: until it is set up every other operation refuses with `SET_UP_TWO_FACTOR`.',
  })
  mustSetUpTwoFactor(@Root() { mustSetUpTwoFactor }: ViewerValue): boolean {
    return mustSetUpTwoFactor ?? false;
  }

  @FieldResolver(() => [Permission], {
    description: 'All that is allowed, in the order of the enum.',
  })
  permissions(@Root() { permissions }: ViewerValue): Permission[] {
    return Object.values(Permission).filter((permission) => permissions.has(permission));
  }

  @FieldResolver(() => [Money], {
    description: 'What you may refund at once, per currency. Empty: no limit is set for you.',
  })
  async refundLimits(
    @Root() { role, actor }: ViewerValue,
    @Ctx() { request }: GraphQLContext,
  ): Promise<Money[]> {
    const limits = await findRefundLimits(request.em, actor.kind, role);
    return limits.flatMap(({ perRefundMinor, currency }) =>
      perRefundMinor === null ? [] : money(perRefundMinor, currency),
    );
  }

  @FieldResolver(() => [Checkout], { description: 'Where it is allowed, by name.' })
  checkouts(
    @Root() { reach }: ViewerValue,
    @Ctx() { request }: GraphQLContext,
  ): Promise<Checkout[]> {
    return findCheckouts({ em: request.em, reach });
  }
}

@Resolver()
export class ViewerQueries {
  @Open('a page must be able to ask whether anybody is signed in')
  @Query(() => Viewer, { nullable: true, description: 'Who asks. Null where nobody is signed in.' })
  viewer(@Ctx() { viewer }: GraphQLContext): Viewer | null {
    return viewer;
  }
}
