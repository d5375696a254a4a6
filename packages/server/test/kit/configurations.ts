import { z } from 'zod';
import type { ActionAnswer, ActionRun, PurchasedOrder } from '../../src/actions/action-type.ts';
import type { ActionTypes, AnyActionType } from '../../src/actions/action-types.ts';

const schema = z.object({
  way: z.enum(['url', 'key']),
  url: z.url({ error: 'It must be a web address.' }).optional(),
  apiKey: z.string().min(8, { error: 'It has at least 8 characters.' }).optional(),
  note: z.string().max(20, { error: 'At most 20 characters.' }).optional(),
  loud: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  replyTo: z.string().optional(),
});

const field = { required: false } as const;

/**
 * Two kinds of actions: `many-settings`, at every level, with a setting of each sort, and `at-checkout`
 * without any. `run` does what the test says and keeps what it was given.
 */
export function kindsWithForms(
  answer: (order: PurchasedOrder, run: ActionRun) => Promise<ActionAnswer> = async () =>
    Promise.resolve({ outcome: 'done', note: 'Done.' }),
): {
  readonly types: ActionTypes;
  readonly runs: { order: PurchasedOrder; settings: unknown; run: ActionRun }[];
} {
  const runs: { order: PurchasedOrder; settings: unknown; run: ActionRun }[] = [];
  const run = async (order: PurchasedOrder, settings: unknown, given: ActionRun) => {
    runs.push({ order, settings, run: given });
    return answer(order, given);
  };
  const manySettings: AnyActionType = {
    kind: 'many-settings',
    label: 'Many settings',
    levels: ['PRODUCT', 'OFFER', 'CHECKOUT'],
    secretSettings: ['url', 'apiKey'],
    settingsForm: [
      {
        ...field,
        name: 'way',
        label: 'Way',
        input: 'select',
        required: true,
        options: [
          { value: 'url', label: 'By address' },
          { value: 'key', label: 'By key' },
        ],
      },
      {
        ...field,
        name: 'url',
        label: 'Address',
        input: 'secret',
        showWhen: { field: 'way', equals: 'url' },
      },
      {
        ...field,
        name: 'apiKey',
        label: 'Key',
        input: 'secret',
        showWhen: { field: 'way', equals: 'key' },
      },
      { ...field, name: 'note', label: 'Note', input: 'multiline' },
      { ...field, name: 'loud', label: 'Loud', input: 'boolean' },
      { ...field, name: 'tags', label: 'Tags', input: 'tags' },
      { ...field, name: 'replyTo', label: 'Answers to', input: 'email' },
    ],
    checkSettings: (json) =>
      (schema.safeParse(json).error?.issues ?? []).map(({ path, message }) => ({
        field: path.map(String).join('.'),
        message,
      })),
    readSettings: (json) => schema.parse(json),
    run,
  };
  const atCheckout: AnyActionType = {
    kind: 'at-checkout',
    label: 'At the checkout',
    levels: ['CHECKOUT'],
    secretSettings: [],
    settingsForm: [],
    checkSettings: () => [],
    readSettings: (json) => json,
    run,
  };
  const all = [manySettings, atCheckout];
  const types = { all, byKind: (kind: string) => all.find((one) => one.kind === kind) ?? null };
  return { types, runs };
}
