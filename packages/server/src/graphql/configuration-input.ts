import { Field, ID, InputType, Int } from 'type-graphql';
import { ActionLevel } from '../domain/action.ts';

const idempotencyKey = {
  description:
    'Chosen by the caller, 1 to 255 characters: sent again with the same input it gives the same answer.',
};

@InputType({ description: 'A setting to write.' })
export class SettingInputValue {
  @Field(() => String, { description: 'Name of the setting.' })
  name!: string;
  @Field(() => String, {
    nullable: true,
    description:
      'Its value as text. Left out or null keeps a secret as it is and empties anything else; empty text empties a secret.',
  })
  value?: string | null;
}

@InputType({ description: 'An action to set up.' })
export class CreateActionConfigurationInput {
  @Field(() => String, idempotencyKey)
  idempotencyKey!: string;
  @Field(() => ID, { description: 'Where it runs, `chk_…`.' })
  checkoutId!: string;
  @Field(() => ActionLevel, { description: 'For which orders: one of the levels of its kind.' })
  level!: ActionLevel;
  @Field(() => ID, { nullable: true, description: 'With PRODUCT: at which, `prd_…`.' })
  productId?: string | null;
  @Field(() => ID, { nullable: true, description: 'With OFFER: at which, `off_…`.' })
  offerId?: string | null;
  @Field(() => String, { description: 'What it does: one of `actionKinds`.' })
  kind!: string;
  @Field(() => String, { description: "The seller's own name for it, 1 to 200 characters." })
  name!: string;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether orders paid from now on get it.',
  })
  enabled!: boolean;
  @Field(() => [SettingInputValue], { description: 'Its settings, by the form of its kind.' })
  settings!: SettingInputValue[];
}

@InputType({
  description: 'A change of an action that is set up. What is left out stays as it is.',
})
export class UpdateActionConfigurationInput {
  @Field(() => ID, { description: 'Which, `cfg_…`.' })
  id!: string;
  @Field(() => String, idempotencyKey)
  idempotencyKey!: string;
  @Field(() => Int, {
    nullable: true,
    description: 'The `version` that was seen; if there is a newer one, STALE.',
  })
  expectedVersion?: number | null;
  @Field(() => String, { nullable: true, description: 'Its name. A new one is a new version.' })
  name?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether orders paid from now on get it. No new version.',
  })
  enabled?: boolean | null;
  @Field(() => [SettingInputValue], {
    nullable: true,
    description: 'All its settings anew, secrets excepted. Other ones are a new version.',
  })
  settings?: SettingInputValue[] | null;
}

@InputType({ description: 'What to try out, and where its mails go.' })
export class TestActionConfigurationInput {
  @Field(() => ID, {
    nullable: true,
    description: 'A saved one, `cfg_…`. Together with `draft`: where its secrets come from.',
  })
  id?: string | null;
  @Field(() => CreateActionConfigurationInput, {
    nullable: true,
    description:
      'What the form holds now, saved or not. Its own idempotency key counts for nothing here.',
  })
  draft?: CreateActionConfigurationInput | null;
  @Field(() => ID, {
    nullable: true,
    description:
      'Sample order, `ord_…`. Left out: the newest paid one that fits; without any, one made of what is sold.',
  })
  orderId?: string | null;
  @Field(() => String, {
    description:
      "Email address that stands for the customer's everywhere: the customer gets nothing.",
  })
  recipient!: string;
  @Field(() => String, {
    description: 'Chosen by the caller, 1 to 255 characters: the same key never sends twice.',
  })
  idempotencyKey!: string;
}

@InputType({ description: 'What to show before it is sent.' })
export class PreviewActionInput {
  @Field(() => String, { description: 'One of `actionKinds`.' })
  kind!: string;
  @Field(() => [SettingInputValue], {
    description: 'What the form holds now. Secrets are not needed.',
  })
  settings!: SettingInputValue[];
  @Field(() => ID, { description: 'Whose order is taken for the example, `chk_…`.' })
  checkoutId!: string;
  @Field(() => ID, {
    nullable: true,
    description:
      'The product it is set up for, `prd_…`: the example is an order that holds it, as sent for its line.',
  })
  productId?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'The offer it is set up for, `off_…`: the example is an order of it.',
  })
  offerId?: string | null;
  @Field(() => ID, {
    nullable: true,
    description:
      'Sample order, `ord_…`. Left out: the newest paid one; without any, one made of what is sold.',
  })
  orderId?: string | null;
}
