import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { ActionConfigurationVersionRow } from '../database/catalogue.ts';
import type { ConfigurationFound } from '../database/configuration-parts.ts';
import { ActionLevel } from '../domain/action.ts';
import { shownSettings } from '../use-cases/manage-configuration-settings.ts';
import { checkoutOf, Product, productOf } from './catalogue.ts';
import { Node, pageSize, present, readSequenceCursor, sequenceConnection } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { HistoryConnection } from './history.ts';
import { DateTime } from './scalars.ts';
import { Checkout, Offer } from './shop.ts';

/** How a setting is asked for; the values are those of the kinds' own forms. */
const SettingInput = {
  TEXT: 'text',
  MULTILINE: 'multiline',
  URL: 'url',
  SECRET: 'secret',
  BOOLEAN: 'boolean',
  EMAIL: 'email',
  SELECT: 'select',
  TAGS: 'tags',
} as const;
type SettingInput = (typeof SettingInput)[keyof typeof SettingInput];
registerEnumType(SettingInput, {
  name: 'SettingInput',
  description: 'How a setting is asked for. Every value travels as text.',
  valuesConfig: {
    TEXT: { description: 'One line.' },
    MULTILINE: { description: 'Several lines.' },
    URL: { description: 'A web address.' },
    SECRET: { description: 'Written and never read back: only whether it is set and how it ends.' },
    BOOLEAN: { description: '`true` or `false`.' },
    EMAIL: { description: 'An email address.' },
    SELECT: { description: 'One of `options`.' },
    TAGS: { description: 'Any number of texts, one per line. Commas part them too.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'One of the values a setting can have.' })
export class SettingOption {
  @Field(() => String, { description: 'The value to send.' })
  value!: string;
  @Field(() => String, { description: 'What a seller reads.' })
  label!: string;
}

@ObjectType({ simpleResolvers: true, description: 'When a setting is asked for.' })
export class SettingCondition {
  @Field(() => String, { description: 'Name of another setting.' })
  field!: string;
  @Field(() => String, { description: 'The value it must have.' })
  equals!: string;
}

@ObjectType({ simpleResolvers: true, description: 'One field of the form of a kind of action.' })
export class SettingField {
  @Field(() => String, { description: 'Name of the setting.' })
  name!: string;
  @Field(() => String, { description: 'What a seller reads.' })
  label!: string;
  @Field(() => String, { nullable: true, description: 'What helps to fill it in.' })
  help!: string | null;
  @Field(() => SettingInput, { description: 'How it is asked for.' })
  input!: SettingInput;
  @Field(() => Boolean, { description: 'Whether it must be filled in while it is shown.' })
  required!: boolean;
  @Field(() => [SettingOption], { description: 'What can be chosen. Empty unless SELECT.' })
  options!: readonly SettingOption[];
  @Field(() => SettingCondition, {
    nullable: true,
    description: 'It is asked for, and kept, only where this holds. Null: always.',
  })
  showWhen!: SettingCondition | null;
}

@ObjectType({ simpleResolvers: true, description: 'A kind of post-purchase action and its form.' })
export class ActionKind {
  @Field(() => String, { description: 'The word stored with each action: `webhook`.' })
  kind!: string;
  @Field(() => String, { description: 'What a seller reads.' })
  label!: string;
  @Field(() => [ActionLevel], { description: 'Where it can be set up.' })
  levels!: readonly ActionLevel[];
  @Field(() => [SettingField], { description: 'Its form, in order.' })
  fields!: readonly SettingField[];
  @Field(() => Boolean, { description: 'Whether it can take away what it gave.' })
  canRemove!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'What a setting holds.' })
export class SettingValue {
  @Field(() => String, { description: 'Name of the setting.' })
  name!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Its value as text. Of a secret at most the last four characters. Null: not set.',
  })
  value!: string | null;
  @Field(() => Boolean, { description: 'Whether it is never shown whole.' })
  isSecret!: boolean;
  @Field(() => Boolean, { description: 'Whether it holds anything.' })
  isSet!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The settings as they once were. Never changed: orders keep pointing at theirs.',
})
export class ActionConfigurationVersion {
  @Field(() => Int, { description: 'Counts from 1.' })
  version!: number;
  @Field(() => String, { description: 'Name it had then.' })
  name!: string;
  @Field(() => DateTime, { description: 'Since when it held.' })
  createdAt!: Date;
  @Field(() => String, { description: 'Who wrote it.' })
  createdBy!: string;
}

/** What resolves as an `ActionConfigurationVersion`. */
type VersionValue = ActionConfigurationVersionRow & { readonly kind: string };

@Resolver(() => ActionConfigurationVersion)
export class ActionConfigurationVersionFields {
  @FieldResolver(() => [SettingValue], { description: 'What it held, in the order of the form.' })
  settings(
    @Root() { kind, settings }: VersionValue,
    @Ctx() context: GraphQLContext,
  ): SettingValue[] {
    return settingsOf(kind, settings, context);
  }
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'What is set up to run after a payment. Each change of its settings is a new version.',
})
export class ActionConfiguration extends Node {
  @Field(() => ActionLevel, { description: 'Where it is set up.' })
  level!: ActionLevel;
  @Field(() => String, { description: 'What it does: one of `actionKinds`.' })
  kind!: string;
  @Field(() => String, { description: "The seller's own name for it." })
  name!: string;
  @Field(() => Boolean, { description: 'Whether orders paid from now on get it.' })
  enabled!: boolean;
  @Field(() => Int, { description: 'Its present version; orders paid from now on get this one.' })
  version!: number;
  @Field(() => DateTime, { description: 'When it was set up.' })
  createdAt!: Date;
}

@Resolver(() => ActionConfiguration)
export class ActionConfigurationFields {
  @FieldResolver(() => Checkout, { description: 'Where it runs.' })
  checkout(@Root() row: ConfigurationFound, @Ctx() context: GraphQLContext): Promise<Checkout> {
    return checkoutOf(row, context);
  }

  @FieldResolver(() => Product, {
    nullable: true,
    description: 'At which product. Null unless PRODUCT.',
  })
  async product(
    @Root() { productId }: ConfigurationFound,
    @Ctx() context: GraphQLContext,
  ): Promise<Product | null> {
    return productId ? productOf(productId, context) : null;
  }

  @FieldResolver(() => Offer, { nullable: true, description: 'At which offer. Null unless OFFER.' })
  async offer(
    @Root() { offerId }: ConfigurationFound,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Offer | null> {
    return offerId ? present(await loaders.offers.load(offerId), offerId) : null;
  }

  @FieldResolver(() => [SettingValue], {
    description: 'What its present version holds, in the order of the form.',
  })
  settings(
    @Root() { kind, settings }: ConfigurationFound,
    @Ctx() context: GraphQLContext,
  ): SettingValue[] {
    return settingsOf(kind, settings, context);
  }

  @FieldResolver(() => [ActionConfigurationVersion], {
    description: 'Every version, newest first.',
  })
  async versions(
    @Root() { id, kind }: ConfigurationFound,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<VersionValue[]> {
    const versions = await loaders.versionsOfConfiguration.load(id);
    return versions.map((version) => ({ ...version, kind }));
  }

  @FieldResolver(() => HistoryConnection, { description: 'Who changed what of it, newest first.' })
  async history(
    @Root() { id }: ConfigurationFound,
    @Ctx() { loaders }: GraphQLContext,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many entries, from 1 to 250.' })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor behind which to go on.' })
    after?: string | null,
  ): Promise<HistoryConnection> {
    const page = { first: pageSize(first, 'first'), after: readSequenceCursor(after) };
    const entries = await loaders.chains.load({ id, ...page });
    return sequenceConnection(entries, page, ({ seq }) => seq);
  }

  @FieldResolver(() => Int, {
    description:
      'How many actions made from it are neither done nor called off. Deleting it stops none.',
  })
  openActions(
    @Root() { id }: ConfigurationFound,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<number> {
    return loaders.openActions.load(id);
  }
}

function settingsOf(
  kind: string,
  settings: Readonly<Record<string, unknown>>,
  { services }: GraphQLContext,
): SettingValue[] {
  const type = services.actionTypes.byKind(kind);
  // A kind of a newer version: nobody here knows which of its settings are secret.
  return type ? shownSettings(type, settings, services.tools.sealer) : [];
}
