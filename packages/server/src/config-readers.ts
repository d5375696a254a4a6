// How a variable of the environment is read, and what is said when it cannot be.
import path from 'node:path';
import { z } from 'zod';

export type MailSender = { readonly name: string; readonly address: string };

const YEAR_MS = 365 * 24 * 60 * 60_000;

export const missing = (advice: string) => ({
  error: (issue: { input?: unknown }) =>
    issue.input === undefined ? `is not set. ${advice}` : advice,
});

const within = (lowest: number, highest: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number.')
    .transform(Number)
    .refine((value) => value >= lowest && value <= highest, {
      error: `must be from ${lowest} to ${highest}.`,
    });

/** Unset where the operator does not set it. */
export const optionalNumber = (lowest: number, highest: number) =>
  within(lowest, highest).optional();

export const wholeNumber = (fallback: number, lowest: number, highest: number) =>
  within(lowest, highest).default(fallback);

/** From 0 to 1. */
export const share = z
  .string()
  .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a number from 0 to 1, such as 0.1.')
  .transform(Number);

export const duration = (fallbackMs: number, lowestMs = 1) =>
  wholeNumber(fallbackMs, lowestMs, YEAR_MS);

export const optionalDuration = (lowestMs = 1) => within(lowestMs, YEAR_MS).optional();

export const list = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .transform((items) => items.filter((one) => one !== ''))
  .default([]);

export const durations = (fallback: readonly number[]) =>
  z
    .string()
    .regex(/^\d+(\s*,\s*\d+)*$/, 'must be milliseconds with commas between, such as 5000,60000.')
    .transform((text): readonly number[] => text.split(',').map(Number))
    .default(fallback);

export const yesOrNo = z
  .enum(['true', 'false'], 'must be true or false.')
  .transform((text) => text === 'true');

export const postgres = z
  .string(
    missing(
      'Give the address of a PostgreSQL, such as postgresql://user@localhost:5432/orders, or use `npm start`, which brings one.',
    ),
  )
  .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://.');

/** 32 bytes, in base64. */
export const sealingKey = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32, {
    error: 'must be 32 bytes in base64. `openssl rand -base64 32` makes one.',
  });

/** As seen from where the program was started. */
export const file = z.string().transform((text) => path.resolve(text));

/** Without a slash at its end. */
export const address = z
  .url({ protocol: /^https?$/, error: 'must be an address.' })
  .transform((text) => text.replace(/\/$/, ''));

export const origin = z.string().transform((text, context) => {
  const url = URL.parse(text);
  if (
    url &&
    ['http:', 'https:'].includes(url.protocol) &&
    ['', '/'].includes(url.pathname + url.search)
  ) {
    return url.origin;
  }
  context.addIssue('must be an address without a path, such as https://orders.example.com.');
  return z.NEVER;
});

export const origins = list.transform((items, context) =>
  items.map((item) => {
    const parsed = origin.safeParse(item);
    if (!parsed.success)
      context.addIssue('must be addresses such as http://localhost:5173, with commas between.');
    return parsed.data ?? '';
  }),
);

/** `Name <address>`, or an address alone. */
export const sender = z.string().transform((text, context): MailSender => {
  const match = /^\s*(?:"?([^"<>]*?)"?\s*<([^\s<>@]+@[^\s<>@]+)>|([^\s<>@]+@[^\s<>@]+))\s*$/.exec(
    text,
  );
  if (!match) context.addIssue('must look like Example Shop <shop@example.com>.');
  return { name: match?.[1] ?? '', address: match?.[2] ?? match?.[3] ?? '' };
});

/** `read` throws words that say what is wrong. */
export const readable = (read: (text: string) => unknown) =>
  z.string().superRefine((text, context) => {
    try {
      read(text);
    } catch (error) {
      context.addIssue(`cannot be used: ${(error as Error).message}`);
    }
  });
