import {
  Arg,
  Ctx,
  Field,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { readCustomerData } from '../use-cases/customer-data.ts';
import { eraseCustomer } from '../use-cases/erase-customer.ts';
import { requestCustomerExport } from '../use-cases/export-customer.ts';
import { Allowed, Fresh } from './access-rule.ts';
import { present } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { Refusal, UserError } from './errors.ts';
import { Order } from './order.ts';
import { DateTime } from './scalars.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'An order that stands against erasing its customer.',
})
export class ErasureObstacle {
  @Field(() => Order, { description: 'The order.' })
  order!: Order;
  @Field(() => String, { description: 'What is still under way there, and what to do about it.' })
  message!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What is held of one customer, in numbers, and what erasing them would mean now. Of the orders in your checkouts.',
})
export class CustomerData {
  @Field(() => Int, {
    description: 'Orders under the address, visits among them. 0: nothing is held.',
  })
  orders!: number;
  @Field(() => Int, { description: 'Visits that were never paid.' })
  visits!: number;
  @Field(() => DateTime, { nullable: true, description: 'When the first of them was opened.' })
  firstAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'When the latest of them was opened.' })
  lastAt!: Date | null;
  @Field(() => Int, {
    description: 'Mails, calls and grants that were tried, each with what was sent and answered.',
  })
  attempts!: number;
  @Field(() => Int, { description: 'Refunds, with the reasons that were given.' })
  refunds!: number;
  @Field(() => Int, {
    description:
      'Access at other platforms that was given and stands. Erasing does not take it away, and afterwards nothing here can: remove it first, if it is to go.',
  })
  accessGiven!: number;
  @Field(() => Int, {
    description: 'Actions that have failed. They cannot be run again once the customer is erased.',
  })
  failedActions!: number;
  @Field(() => Boolean, { description: 'Whether you may erase the customer now.' })
  canErase!: boolean;
  @Field(() => Refusal, { nullable: true, description: 'Why not. Null where you may.' })
  refusal!: Refusal | null;
  @Field(() => [ErasureObstacle], {
    description: 'Orders of which something under way still needs the address, at most 20.',
  })
  obstacles!: readonly ErasureObstacle[];
}

@ObjectType({
  simpleResolvers: true,
  description: 'What came of it. Either the address of the file or the errors.',
})
export class RequestCustomerExportPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'Where to fetch the file by GET, with the session or the token that asked for it. JSON. May be fetched again, until `expiresAt`.',
  })
  downloadUrl!: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Until when: 15 minutes from now.' })
  expiresAt!: Date | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty where it was not.' })
  errors!: readonly UserError[];
}

@InputType({ description: 'Whom to erase.' })
export class EraseCustomerInput {
  @Field(() => String, { description: 'The address, in any case.' })
  email!: string;
  @Field(() => String, {
    description:
      'Chosen by the caller, 1 to 255 characters: the same key never erases twice. Keep the address out of it.',
  })
  idempotencyKey!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What came of it. Either the numbers or the errors.',
})
export class EraseCustomerPayload {
  @Field(() => Int, { nullable: true, description: 'Orders from which the customer was erased.' })
  erasedOrders!: number | null;
  @Field(() => Int, {
    nullable: true,
    description:
      'Orders that still have the customer: 1 000 are done at once, the oldest first. Ask again with a new key.',
  })
  remainingOrders!: number | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty where it was not.' })
  errors!: readonly UserError[];
}

const MOST_OBSTACLES = 20;

@Resolver()
export class CustomerDataResolver {
  @Allowed('MANAGE_PERSONAL_DATA')
  @Query(() => CustomerData, {
    description: 'What is held of one customer, and whether they can be erased now.',
  })
  async customerData(
    @Arg('email', () => String, { description: 'The address, in any case.' }) email: string,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<CustomerData> {
    const { obstacles, refusal, ...numbers } = await readCustomerData(email, request);
    const shown = obstacles.slice(0, MOST_OBSTACLES).map(async ({ orderId, words }) => ({
      order: present(await loaders.orders.load(orderId), orderId),
      message: words,
    }));
    return {
      ...numbers,
      canErase: refusal === null,
      refusal,
      obstacles: await Promise.all(shown),
    };
  }

  @Allowed('MANAGE_PERSONAL_DATA')
  @Fresh()
  @Mutation(() => RequestCustomerExportPayload, {
    description:
      'Answers with an address from which to fetch everything that is held of one customer in your checkouts. It is written to the audit log, without the address of the customer.',
  })
  async requestCustomerExport(
    @Arg('email', () => String, { description: 'The address of the customer, in any case.' })
    email: string,
    @Ctx() { request, services }: GraphQLContext,
  ): Promise<RequestCustomerExportPayload> {
    const outcome = await requestCustomerExport(email, request);
    if (!outcome.ok) return { downloadUrl: null, expiresAt: null, errors: outcome.refusals };
    const { ticket, expiresAt } = outcome.value;
    const downloadUrl = `${services.publicUrl}/exports/customer.json?ticket=${encodeURIComponent(ticket)}`;
    return { downloadUrl, expiresAt, errors: [] };
  }

  @Allowed('MANAGE_PERSONAL_DATA')
  @Fresh()
  @Mutation(() => EraseCustomerPayload, {
    description:
      'Erases one customer from all orders of an address, for good: email, names, answers of the form, what was sent and answered, reasons that people typed. Money, books, statuses, country and history stay. Refused while something under way still needs the address. For those with all checkouts.',
  })
  async eraseCustomer(
    @Arg('input', () => EraseCustomerInput, { description: 'Whom.' })
    input: EraseCustomerInput,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<EraseCustomerPayload> {
    const outcome = await eraseCustomer(input, request);
    if (!outcome.ok) {
      return { erasedOrders: null, remainingOrders: null, errors: outcome.refusals };
    }
    loaders.clear();
    const { erased, remaining } = outcome.value;
    return { erasedOrders: erased, remainingOrders: remaining, errors: [] };
  }
}
