import { z } from 'zod';
import { mistakesIn, optionalText, readWith, replyToSetting } from './settings.ts';
import type { SettingField, SettingMistake } from './settings-form.ts';

/**
 * What a seller can say on a receipt; everything is optional, since the source of a receipt is the
 * order. Plain text only: no markup, no variables.
 */
export type ReceiptSettings = z.infer<typeof schema>;

const schema = z.object({
  subject: optionalText(200),
  /** Paragraphs are parted by an empty line. */
  introduction: optionalText(5_000),
  /** The checkout's name where it is missing. */
  sellerName: optionalText(200),
  sellerAddress: optionalText(500),
  sellerVatId: optionalText(50),
  replyTo: replyToSetting,
  /** In which zone the day on the receipt is counted. */
  timeZone: z
    .string()
    .refine(isTimeZone, { error: 'It must be a time zone such as Europe/Helsinki.' })
    .default('Europe/Helsinki'),
});

/** `{}` is enough. */
export function readReceiptSettings(json: unknown): ReceiptSettings {
  return readWith(schema, 'Receipt email', json ?? {});
}

/** What is wrong with settings about to be stored. */
export function checkReceiptSettings(json: unknown): SettingMistake[] {
  return mistakesIn(schema, json);
}

export const receiptForm: readonly SettingField[] = [
  {
    name: 'subject',
    label: 'Subject',
    help: 'Left empty: “Receipt for order …” in the customer’s language.',
    input: 'text',
    required: false,
  },
  {
    name: 'introduction',
    label: 'Introduction',
    help: 'Stands above the items. An empty line begins a new paragraph.',
    input: 'multiline',
    required: false,
  },
  {
    name: 'sellerName',
    label: 'Seller',
    help: 'Left empty: the name of the checkout.',
    input: 'text',
    required: false,
  },
  { name: 'sellerAddress', label: 'Address of the seller', input: 'multiline', required: false },
  { name: 'sellerVatId', label: 'VAT number of the seller', input: 'text', required: false },
  { name: 'replyTo', label: 'Answers go to', input: 'email', required: false },
  {
    name: 'timeZone',
    label: 'Time zone of the date',
    help: 'Such as Europe/Helsinki, which it is when left empty.',
    input: 'text',
    required: false,
  },
];

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
