import { Arg, Ctx, Field, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { ActionStatus } from '../domain/action.ts';
import { previewAction } from '../use-cases/manage-configuration-preview.ts';
import { testActionConfiguration } from '../use-cases/manage-configuration-test-run.ts';
import { Allowed, Masked } from './access-rule.ts';
import { PreviewActionInput, TestActionConfigurationInput } from './configuration-input.ts';
import type { GraphQLContext } from './context.ts';
import { UserError } from './errors.ts';
import { Json } from './scalars.ts';

const errors = { description: 'Why it was refused, every reason at once. Empty where it was not.' };

@ObjectType({ simpleResolvers: true, description: 'What came of a test, or the errors.' })
export class TestActionConfigurationPayload {
  @Field(() => ActionStatus, {
    nullable: true,
    description:
      'SUCCEEDED, FAILED or UNKNOWN. A test is never tried again. Null where it was refused.',
  })
  outcome!: ActionStatus | null;
  @Field(() => String, { nullable: true, description: 'The same in words for a seller.' })
  message!: string | null;
  @Field(() => String, { nullable: true, description: 'The same in words for whoever repairs it.' })
  technical!: string | null;
  @Masked()
  @Field(() => Json, {
    nullable: true,
    description: 'What was sent, without secrets and personal data.',
  })
  request!: unknown;
  @Masked()
  @Field(() => Json, { nullable: true, description: 'What was answered, without personal data.' })
  response!: unknown;
  @Field(() => [UserError], errors)
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'What would be sent, or the errors.' })
export class PreviewActionPayload {
  @Masked()
  @Field(() => String, {
    nullable: true,
    description: 'Subject of the mail. Null for other kinds.',
  })
  subject!: string | null;
  @Masked()
  @Field(() => String, {
    nullable: true,
    description: 'The mail as HTML: show it in a sandboxed frame. Null for other kinds.',
  })
  html!: string | null;
  @Masked()
  @Field(() => String, { nullable: true, description: 'The mail as text. Null for other kinds.' })
  text!: string | null;
  @Masked()
  @Field(() => Json, {
    nullable: true,
    description: 'For kinds that send data: the body as it would be sent. Null for mails.',
  })
  body!: unknown;
  @Field(() => [UserError], errors)
  errors!: readonly UserError[];
}

@Resolver()
export class ConfigurationTrials {
  @Allowed('MANAGE_CONFIGURATION')
  @Query(() => PreviewActionPayload, {
    description: 'What an action would send for a sample order. Nothing is sent or kept.',
  })
  async previewAction(
    @Arg('input', () => PreviewActionInput, { description: 'What to show.' })
    input: PreviewActionInput,
    @Ctx() { request, services }: GraphQLContext,
  ): Promise<PreviewActionPayload> {
    const nothing = { subject: null, html: null, text: null, body: null };
    const outcome = await previewAction(input, request, services.actionTypes);
    return outcome.ok
      ? { ...nothing, ...outcome.value, errors: [] }
      : { ...nothing, errors: outcome.refusals };
  }

  @Allowed('MANAGE_CONFIGURATION')
  @Mutation(() => TestActionConfigurationPayload, {
    description:
      'Runs an action once for a sample order and waits for what comes of it, at most 20 seconds. It is real: a mail is sent to `recipient`, a webhook is called, access is granted to `recipient`. Of the test only an entry in the history is kept.',
  })
  async testActionConfiguration(
    @Arg('input', () => TestActionConfigurationInput, { description: 'What to try out.' })
    input: TestActionConfigurationInput,
    @Ctx() { request, services }: GraphQLContext,
  ): Promise<TestActionConfigurationPayload> {
    const nothing = {
      outcome: null,
      message: null,
      technical: null,
      request: null,
      response: null,
    };
    const outcome = await testActionConfiguration(input, request, services.actionTypes);
    return outcome.ok ? { ...outcome.value, errors: [] } : { ...nothing, errors: outcome.refusals };
  }
}
