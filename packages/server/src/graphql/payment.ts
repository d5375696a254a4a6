import { Field, FieldResolver, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import { PaymentStatus } from '../domain/payment.ts';
import { AtOnce } from './at-once.ts';
import { Money, money, Node } from './common.ts';
import { DateTime } from './scalars.ts';

registerEnumType(PaymentStatus, {
  name: 'PaymentStatus',
  description: 'Where a payment attempt stands.',
  valuesConfig: {
    PENDING: { description: 'Begun; the provider has not said how it ended.' },
    SUCCEEDED: { description: 'The money came.' },
    FAILED: { description: 'The provider refused it; `failureMessage` says why.' },
    CANCELLED: { description: 'The customer or the provider called it off.' },
    PARTIALLY_REFUNDED: { description: 'The money came, and a part of it went back.' },
    REFUNDED: { description: 'The money came, and all of it went back.' },
  },
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'One try to pay an order.',
})
export class PaymentAttempt extends Node {
  @Field(() => String, {
    description: 'Who moves the money: `stripe`, `paytrail`, `manual`. Text, since more may come.',
  })
  provider!: string;
  @Field(() => String, { description: "The provider's own name of the method: `card`." })
  method!: string;
  @Field(() => PaymentStatus, { description: 'Where it stands.' })
  status!: PaymentStatus;
  @Field(() => DateTime, { description: 'When the customer began it.' })
  createdAt!: Date | string;
  @Field(() => String, {
    nullable: true,
    description:
      "The provider's id of it, to find it in their dashboard. Null until they gave one.",
  })
  providerReference?: string | null;
  @Field(() => String, { nullable: true, description: "Why it failed, in the provider's words." })
  failureMessage?: string | null;
}

/** What resolves as a `PaymentAttempt`: a row of the table or what the list row holds of one. */
export type PaymentValue = PaymentAttempt & {
  readonly amountMinor: number;
  readonly currency: string;
};

@Resolver(() => PaymentAttempt)
export class PaymentAttemptFields {
  @AtOnce()
  @FieldResolver(() => Money, { description: 'What it asked for.' })
  amount(@Root() { amountMinor, currency }: PaymentValue): Money {
    return money(amountMinor, currency);
  }
}
