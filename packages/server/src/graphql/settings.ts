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
import { Role } from '../domain/permission.ts';
import { readShopSettings, saveSettings } from '../use-cases/manage-settings.ts';
import { Allowed, forbidden, Fresh } from './access-rule.ts';
import type { GraphQLContext } from './context.ts';
import { UserError } from './errors.ts';
import { CurrencyCode, SafeInt } from './scalars.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'What a role, or API tokens, may refund in a currency.',
})
export class RefundLimit {
  @Field(() => Role, { nullable: true, description: 'Null: every API token.' })
  role!: Role | null;
  @Field(() => CurrencyCode, { description: 'Other currencies are not limited by it.' })
  currency!: string;
  @Field(() => SafeInt, { nullable: true, description: 'At once. Null: no limit.' })
  perRefundMinor!: number | null;
  @Field(() => SafeInt, {
    nullable: true,
    description: 'On one day in UTC, per person or token. Null: no limit.',
  })
  perDayMinor!: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What holds for the whole shop. Alerts go to the team, outside of this program.',
})
export class Settings {
  @Field(() => SafeInt, {
    description:
      'How long after the payment an undelivered order begins to need somebody, in ms. A change holds for the open orders too.',
  })
  graceMs!: number;
  @Field(() => SafeInt, { description: 'What holds where no grace is set, in ms.' })
  graceDefaultMs!: number;
  @Field(() => String, {
    nullable: true,
    description: 'Where alerts are mailed to. Null: nowhere.',
  })
  alertEmail!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Where alerts are posted to, as Standard Webhooks. Null: nowhere.',
  })
  alertWebhookUrl!: string | null;
  @Field(() => Boolean, {
    description: 'Whether the webhook has its signing secret. It is never shown again.',
  })
  alertWebhookSecretIsSet!: boolean;
  @Field(() => Int, {
    nullable: true,
    description: 'The team is told when more orders than this need somebody. Null: never.',
  })
  alertCount!: number | null;
  @Field(() => SafeInt, {
    nullable: true,
    description: 'The team is told when an order needs somebody for longer, in ms. Null: never.',
  })
  alertOlderThanMs!: number | null;
  @Field(() => [RefundLimit], {
    description: 'How much who may refund. Empty: as much as there is.',
  })
  refundLimits!: readonly RefundLimit[];
  @Field(() => Int, {
    nullable: true,
    description:
      'After how many days what an attempt sent and was answered is forgotten. Null: 90.',
  })
  keepBodiesDays!: number | null;
  @Field(() => Int, {
    nullable: true,
    description:
      'After how many days visitors who never paid are forgotten; the visit still counts in reports. Null: 180.',
  })
  keepVisitsDays!: number | null;
  @Field(() => Int, {
    nullable: true,
    description:
      'For how many days a repeated request is recognized by its idempotency key. Null: 30.',
  })
  keepKeysDays!: number | null;
  @Field(() => Int, {
    nullable: true,
    description:
      'How many years after their latest order customers of paid orders are forgotten; money and books stay. Null: never.',
  })
  keepPaidYears!: number | null;
  @Field(() => [Role], { description: 'Whose members must sign in with a second factor.' })
  twoFactorRoles!: readonly Role[];
}

@InputType({ description: 'What a role, or API tokens, may refund in a currency.' })
export class RefundLimitInput {
  @Field(() => Role, { nullable: true, description: 'Null: every API token.' })
  role?: Role | null;
  @Field(() => CurrencyCode, { description: 'Other currencies are not limited by it.' })
  currency!: string;
  @Field(() => SafeInt, { nullable: true, description: 'At once. Null: no limit.' })
  perRefundMinor?: number | null;
  @Field(() => SafeInt, {
    nullable: true,
    description: 'On one day in UTC, per person or token. Null: no limit.',
  })
  perDayMinor?: number | null;
}

@InputType({
  description: 'Settings to change. What is left out stays; null sets back, or switches off.',
})
export class SaveSettingsInput {
  @Field(() => String, {
    description: 'Chosen by the caller, 1 to 255 characters: the same key never saves twice.',
  })
  idempotencyKey!: string;
  @Field(() => SafeInt, {
    nullable: true,
    description: 'From 0 to 30 days, in ms. Null: `graceDefaultMs` holds.',
  })
  graceMs?: number | null;
  @Field(() => String, { nullable: true, description: 'One address. Null: no mail.' })
  alertEmail?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'An address with https. Null: no webhook. Needs a signing secret.',
  })
  alertWebhookUrl?: string | null;
  @Field(() => String, {
    nullable: true,
    description: '`whsec_` and 24 to 64 bytes in Base64. Left out or null: stays as it is.',
  })
  alertWebhookSecret?: string | null;
  @Field(() => Int, { nullable: true, description: 'From 0 to 1 000 000. Null: never.' })
  alertCount?: number | null;
  @Field(() => SafeInt, {
    nullable: true,
    description: 'From a minute to a year, in ms. Null: never.',
  })
  alertOlderThanMs?: number | null;
  @Field(() => [RefundLimitInput], {
    nullable: true,
    description:
      'All limits, one per role and currency: what is not in the list is lifted. Null: no limits.',
  })
  refundLimits?: RefundLimitInput[] | null;
  @Field(() => Int, { nullable: true, description: 'From 1 to 3 650 days. Null: 90.' })
  keepBodiesDays?: number | null;
  @Field(() => Int, { nullable: true, description: 'From 1 to 3 650 days. Null: 180.' })
  keepVisitsDays?: number | null;
  @Field(() => Int, { nullable: true, description: 'From 7 to 3 650 days. Null: 30.' })
  keepKeysDays?: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'From 1 to 50 years. Null: never. What was forgotten does not come back.',
  })
  keepPaidYears?: number | null;
  @Field(() => [Role], {
    nullable: true,
    description:
      'All roles whose members must sign in with a second factor. Who has none is led to set it up first. Null: none.',
  })
  twoFactorRoles?: Role[] | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What came of it. Either the settings or the errors.',
})
export class SaveSettingsPayload {
  @Field(() => Settings, { nullable: true, description: 'All settings as they are now.' })
  settings!: Settings | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty where it was not.' })
  errors!: readonly UserError[];
}

@Resolver()
export class SettingsResolver {
  @Allowed('MANAGE_SETTINGS')
  @Query(() => Settings, { description: "The shop's settings. For those with all checkouts." })
  settings(@Ctx() { request }: GraphQLContext): Promise<Settings> {
    if (request.reach !== 'ALL') throw forbidden('The settings hold for all checkouts.');
    return readShopSettings(request);
  }

  @Allowed('MANAGE_SETTINGS')
  @Fresh()
  @Mutation(() => SaveSettingsPayload, {
    description: "Changes the shop's settings. For those with all checkouts.",
  })
  async saveSettings(
    @Arg('input', () => SaveSettingsInput, { description: 'What to change.' })
    input: SaveSettingsInput,
    @Ctx() { request }: GraphQLContext,
  ): Promise<SaveSettingsPayload> {
    const outcome = await saveSettings(input, request);
    if (!outcome.ok) return { settings: null, errors: outcome.refusals };
    return { settings: await readShopSettings(request), errors: [] };
  }
}
