import { z } from 'zod';
import { readWith } from './settings.ts';

/**
 * What a seller can say on a receipt; everything is optional, since the source of a receipt is the
 * order. Plain text only: no markup, no variables.
 */
export type ReceiptSettings = z.infer<typeof schema>;

const text = (longest: number) =>
  z
    .string()
    .max(longest, { error: `It is longer than ${longest} characters.` })
    .transform((value) => (value.trim() === '' ? undefined : value.trim()))
    .optional();

const schema = z.object({
  subject: text(200),
  /** Paragraphs are parted by an empty line. */
  introduction: text(5_000),
  /** The checkout's name where it is missing. */
  sellerName: text(200),
  sellerAddress: text(500),
  sellerVatId: text(50),
  replyTo: z.email({ error: 'It must be an e-mail address.' }).max(254).optional(),
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

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
