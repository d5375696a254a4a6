import { z } from 'zod';
import { mistakesIn, readWith, requiredText } from './settings.ts';
import type { SettingField, SettingMistake } from './settings-form.ts';

/** What a contact of a Systeme.io account is given: tags, the enrolment in a course, or both. */
export type SystemeioSettings = z.infer<typeof schema>;

const label = 'Systeme.io access';

const MOST_TAGS = 20;
const MOST_MODULES = 100;

const isNumber = /^[1-9]\d{0,14}$/;

/** A form knows only text. */
const platformId = (what: string) =>
  z
    .union([z.string().trim(), z.number().transform(String)])
    .refine((text) => isNumber.test(text), {
      error: `It must be the number of a ${what}: Systeme.io shows it in the address of its page.`,
    })
    .transform(Number);

/** Every number once. */
const platformIds = (what: string, most: number) =>
  z
    .array(platformId(what))
    .max(most, { error: `There may be ${most} at most.` })
    .transform((ids) => [...new Set(ids)])
    .default([]);

const schema = z
  .object({
    apiKey: requiredText(500).regex(/^[\x21-\x7e]*$/, {
      error: 'It must be a key as Systeme.io shows it, without spaces.',
    }),
    tags: platformIds('tag', MOST_TAGS),
    courseId: platformId('course').optional(),
    accessType: z
      .enum(['full_access', 'partial_access', 'dripping_content', 'partial_dripping_access'])
      .default('full_access'),
    /** What partial access opens. */
    modules: platformIds('module', MOST_MODULES),
  })
  .superRefine(({ tags, courseId, accessType, modules }, check) => {
    if (tags.length === 0 && courseId === undefined)
      check.addIssue({
        code: 'custom',
        path: ['tags'],
        message: 'Name at least one tag, or a course.',
      });
    if (courseId !== undefined && accessType.startsWith('partial') && modules.length === 0)
      check.addIssue({
        code: 'custom',
        path: ['modules'],
        message: 'Partial access needs the modules it opens.',
      });
  });

export function readSystemeioSettings(json: unknown): SystemeioSettings {
  return readWith(schema, label, json);
}

/** What is wrong with settings about to be stored. */
export function checkSystemeioSettings(json: unknown): SettingMistake[] {
  return mistakesIn(schema, json);
}

export const systemeioForm: readonly SettingField[] = [
  {
    name: 'apiKey',
    label: 'API key',
    help: 'In Systeme.io: Profile, Settings, Public API keys.',
    input: 'secret',
    required: true,
  },
  {
    name: 'tags',
    label: 'Tags',
    help: 'The numbers of the tags the customer is given, one per line. A tag can start an automation of yours.',
    input: 'tags',
    required: false,
  },
  {
    name: 'courseId',
    label: 'Course',
    help: 'The number of the course the customer is enrolled in. Left empty: none.',
    input: 'text',
    required: false,
  },
  {
    name: 'accessType',
    label: 'Access to the course',
    help: 'Left empty: all of it.',
    input: 'select',
    required: false,
    options: [
      { value: 'full_access', label: 'All of it' },
      { value: 'dripping_content', label: 'All of it, bit by bit' },
      { value: 'partial_access', label: 'Some modules' },
      { value: 'partial_dripping_access', label: 'Some modules, bit by bit' },
    ],
  },
  {
    name: 'modules',
    label: 'Modules',
    help: 'Only for access to some modules: their numbers, one per line.',
    input: 'tags',
    required: false,
  },
];
