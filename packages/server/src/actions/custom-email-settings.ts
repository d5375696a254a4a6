import { z } from 'zod';
import { customEmailVariableNames } from './custom-email-variables.ts';
import { mistakesIn, optionalText, readWith, replyToSetting, requiredText } from './settings.ts';
import type { SettingField, SettingMistake } from './settings-form.ts';
import { templateMistakes } from './template.ts';

/** An email of the seller's own: plain text with named variables, no markup. */
export type CustomEmailSettings = z.infer<typeof schema>;

const label = 'Custom email';

const template = (longest: number) =>
  requiredText(longest).superRefine((text, check) => {
    for (const message of templateMistakes(text, customEmailVariableNames)) check.addIssue(message);
  });

const schema = z.object({
  subject: template(200),
  /** Paragraphs are parted by an empty line. */
  body: template(20_000),
  /** The checkout's name where it is missing. */
  sellerName: optionalText(200),
  replyTo: replyToSetting,
});

export function readCustomEmailSettings(json: unknown): CustomEmailSettings {
  return readWith(schema, label, json);
}

/** What is wrong with settings about to be stored. */
export function checkCustomEmailSettings(json: unknown): SettingMistake[] {
  return mistakesIn(schema, json);
}

const variables = customEmailVariableNames.map((name) => `{{${name}}}`).join(', ');

export const customEmailForm: readonly SettingField[] = [
  {
    name: 'subject',
    label: 'Subject',
    help: 'May hold the same variables as the text.',
    input: 'text',
    required: true,
  },
  {
    name: 'body',
    label: 'Text',
    help: `Plain text. An empty line begins a new paragraph, and web addresses become links. Variables: ${variables}. What stands after a bar is used where there is no value: {{firstName|there}}.`,
    input: 'multiline',
    required: true,
  },
  {
    name: 'sellerName',
    label: 'Seller',
    help: 'Stands below the text. Left empty: the name of the checkout.',
    input: 'text',
    required: false,
  },
  { name: 'replyTo', label: 'Answers go to', input: 'email', required: false },
];
