import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { findConfigurationsOfCheckout } from '../database/configuration-parts.ts';
import { createActionConfiguration } from '../use-cases/manage-configuration-create.ts';
import {
  deleteActionConfiguration,
  updateActionConfiguration,
} from '../use-cases/manage-configuration.ts';
import { Allowed, onlyReached } from './access-rule.ts';
import { inReach } from './catalogue-mutations.ts';
import { isPossibleId } from './common.ts';
import { ActionConfiguration, ActionKind } from './configuration.ts';
import {
  CreateActionConfigurationInput,
  UpdateActionConfigurationInput,
} from './configuration-input.ts';
import type { GraphQLContext } from './context.ts';
import { UserError } from './errors.ts';

const errors = { description: 'Why it was refused, every reason at once. Empty where it was not.' };

@ObjectType({ simpleResolvers: true, description: 'The configuration, or the errors.' })
export class ActionConfigurationPayload {
  @Field(() => ActionConfiguration, {
    nullable: true,
    description: 'As it is now. Null where it was refused.',
  })
  configuration!: ActionConfiguration | null;
  @Field(() => [UserError], errors)
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'What was deleted, or the errors.' })
export class DeleteActionConfigurationPayload {
  @Field(() => ID, { nullable: true, description: 'Its id. Null where it was refused.' })
  id!: string | null;
  @Field(() => [UserError], errors)
  errors!: readonly UserError[];
}

@Resolver()
export class ConfigurationQueries {
  @Allowed('MANAGE_CONFIGURATION')
  @Query(() => [ActionKind], { description: 'What can be set up to run after a payment.' })
  actionKinds(@Ctx() { services }: GraphQLContext): ActionKind[] {
    return services.actionTypes.all.map((type) => ({
      kind: type.kind,
      label: type.label,
      levels: type.levels,
      fields: type.settingsForm.map((field) => ({
        ...field,
        help: field.help ?? null,
        options: field.options ?? [],
        showWhen: field.showWhen ?? null,
      })),
      canRemove: 'remove' in type,
    }));
  }

  @Allowed('MANAGE_CONFIGURATION')
  @Query(() => [ActionConfiguration], {
    description: 'What is set up in a checkout at all levels, in the order in which it runs.',
  })
  async actionConfigurations(
    @Arg('checkoutId', () => ID, { description: 'The checkout, `chk_…`.' }) checkoutId: string,
    @Ctx() context: GraphQLContext,
  ): Promise<ActionConfiguration[]> {
    return inReach(checkoutId, context)
      ? findConfigurationsOfCheckout(context.request.em, checkoutId)
      : [];
  }

  @Allowed('MANAGE_CONFIGURATION')
  @Query(() => ActionConfiguration, {
    nullable: true,
    description:
      'One of them. Null where there is none, or none that you may see: both look the same.',
  })
  async actionConfiguration(
    @Arg('id', () => ID, { description: 'Its id, `cfg_…`.' }) id: string,
    @Ctx() context: GraphQLContext,
  ): Promise<ActionConfiguration | null> {
    if (!isPossibleId(id)) return null;
    return onlyReached(context, await context.loaders.configurations.load(id));
  }
}

@Resolver()
export class ConfigurationMutations {
  @Allowed('MANAGE_CONFIGURATION')
  @Mutation(() => ActionConfigurationPayload, {
    description: 'Sets up an action. Orders paid from now on get it, if it is enabled.',
  })
  async createActionConfiguration(
    @Arg('input', () => CreateActionConfigurationInput, { description: 'What, where and how.' })
    input: CreateActionConfigurationInput,
    @Ctx() { request, loaders, services }: GraphQLContext,
  ): Promise<ActionConfigurationPayload> {
    const outcome = await createActionConfiguration(input, request, services.actionTypes);
    if (!outcome.ok) return { configuration: null, errors: outcome.refusals };
    loaders.clear();
    return { configuration: await loaders.configurations.load(outcome.value.id), errors: [] };
  }

  @Allowed('MANAGE_CONFIGURATION')
  @Mutation(() => ActionConfigurationPayload, {
    description:
      'Changes an action that is set up. Other settings are a new version: orders paid from now on get it, older ones keep theirs and are offered the latest.',
  })
  async updateActionConfiguration(
    @Arg('input', () => UpdateActionConfigurationInput, { description: 'Which, and what.' })
    input: UpdateActionConfigurationInput,
    @Ctx() { request, loaders, services }: GraphQLContext,
  ): Promise<ActionConfigurationPayload> {
    const outcome = await updateActionConfiguration(input, request, services.actionTypes);
    if (!outcome.ok) return { configuration: null, errors: outcome.refusals };
    loaders.clear();
    return { configuration: await loaders.configurations.load(outcome.value.id), errors: [] };
  }

  @Allowed('MANAGE_CONFIGURATION')
  @Mutation(() => DeleteActionConfigurationPayload, {
    description:
      'Takes an action out of the configuration. Orders keep theirs and can still run it; there is no latest version to use any more.',
  })
  async deleteActionConfiguration(
    @Arg('id', () => ID, { description: 'Which, `cfg_…`.' }) id: string,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<DeleteActionConfigurationPayload> {
    const outcome = await deleteActionConfiguration({ id }, request);
    if (!outcome.ok) return { id: null, errors: outcome.refusals };
    loaders.clear();
    return { id: outcome.value.id, errors: [] };
  }
}
