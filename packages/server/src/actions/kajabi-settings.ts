import { z } from 'zod';
import { isPlainWebAddress, mistakesIn, readWith, requiredText } from './settings.ts';
import type { SettingField, SettingMistake } from './settings-form.ts';

/**
 * How an offer of Kajabi is granted: by its own activation address, on the plans that have them, or by
 * Kajabi's API.
 */
export type KajabiSettings = z.infer<typeof schema>;
export type KajabiUrlSettings = Extract<KajabiSettings, { way: 'url' }>;
export type KajabiApiSettings = Extract<KajabiSettings, { way: 'api' }>;

const label = 'Kajabi offer grant';

/** Whoever knows one of these addresses can give the offer away: they are secrets. */
const addressEndingIn = (end: string, message: string) =>
  requiredText(2_000)
    .refine(isPlainWebAddress, { error: 'It must be a web address as Kajabi shows it.' })
    .refine((text) => URL.parse(text)?.pathname.replace(/\/$/, '').endsWith(end) !== false, {
      error: message,
    });

const number = z
  .union([z.string().trim(), z.int().transform(String)])
  .pipe(z.string().regex(/^\d{1,20}$/, { error: 'It must be the number Kajabi shows for it.' }));

const schema = z.discriminatedUnion(
  'way',
  [
    z.object({
      way: z.literal('url'),
      activationUrl: addressEndingIn(
        '/activate',
        'It must be the activation URL of the offer, which ends in /activate.',
      ),
      deactivationUrl: addressEndingIn(
        '/deactivate',
        'It must be the deactivation URL of the offer, which ends in /deactivate.',
      ).optional(),
      sendOfferGrantEmail: z.boolean().default(false),
      hideLastName: z.boolean().default(false),
    }),
    z.object({
      way: z.literal('api'),
      clientId: requiredText(200),
      clientSecret: requiredText(500),
      siteId: number,
      offerId: number,
      sendWelcomeEmail: z.boolean().default(false),
      hideLastName: z.boolean().default(false),
    }),
  ],
  { error: 'Choose how Kajabi is told.' },
);

export const kajabiLabel = label;

export const kajabiSecrets = ['activationUrl', 'deactivationUrl', 'clientSecret'] as const;

export function readKajabiSettings(json: unknown): KajabiSettings {
  return readWith(schema, label, json);
}

/** What is wrong with settings about to be stored. */
export function checkKajabiSettings(json: unknown): SettingMistake[] {
  return mistakesIn(schema, json);
}

const byUrl = { field: 'way', equals: 'url' };
const byApi = { field: 'way', equals: 'api' };

export const kajabiForm: readonly SettingField[] = [
  {
    name: 'way',
    label: 'How Kajabi is told',
    help: 'Every offer has an activation URL on the Growth and Pro plans. The API needs a key of its own.',
    input: 'select',
    required: true,
    options: [
      { value: 'url', label: 'By the activation URL of the offer' },
      { value: 'api', label: 'By Kajabi’s API' },
    ],
  },
  {
    name: 'activationUrl',
    label: 'Activation URL',
    help: 'In Kajabi under the offer’s webhooks. It works like a password, so it is stored sealed.',
    input: 'secret',
    required: true,
    showWhen: byUrl,
  },
  {
    name: 'deactivationUrl',
    label: 'Deactivation URL',
    help: 'Beside the activation URL. Without it access cannot be taken away from here.',
    input: 'secret',
    required: false,
    showWhen: byUrl,
  },
  {
    name: 'sendOfferGrantEmail',
    label: 'Send offer grant email',
    help: 'Kajabi tells the customer by email that the offer is open.',
    input: 'boolean',
    required: false,
    showWhen: byUrl,
  },
  {
    name: 'clientId',
    label: 'Client id',
    help: 'Of the API key, in Kajabi’s settings.',
    input: 'text',
    required: true,
    showWhen: byApi,
  },
  {
    name: 'clientSecret',
    label: 'Client secret',
    input: 'secret',
    required: true,
    showWhen: byApi,
  },
  { name: 'siteId', label: 'Site number', input: 'text', required: true, showWhen: byApi },
  { name: 'offerId', label: 'Offer number', input: 'text', required: true, showWhen: byApi },
  {
    name: 'sendWelcomeEmail',
    label: 'Send welcome email',
    help: 'Kajabi’s own email to new members.',
    input: 'boolean',
    required: false,
    showWhen: byApi,
  },
  {
    name: 'hideLastName',
    label: 'Hide last name',
    help: 'Kajabi gets the first letter of it only: members see each other’s names.',
    input: 'boolean',
    required: false,
  },
];
