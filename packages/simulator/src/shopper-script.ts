// Who comes to the shop and what they are going to do there: thought up from a seed, carried out by
// shopper.ts.

import type { Random } from './random.ts';
import type { Country } from './shopper-names.ts';
import { companies, countries, mailDomains } from './shopper-names.ts';

/** What the payer's bank or card does to one attempt. `abandon`: the payment page is left open for ever. */
export const paymentOutcomes = [
  ...(['succeed', 'decline', 'processing', 'processing-fails', 'cancel', 'abandon'] as const),
];
export type PaymentOutcome = (typeof paymentOutcomes)[number];

export type PaymentTry = {
  /** Null: whichever the shop offers. */
  readonly provider: string | null;
  readonly method: string | null;
  readonly outcome: PaymentOutcome;
};

export type ShopperScript = {
  /** Null: any of the links the simulator knows. */
  readonly linkSlug: string | null;
  readonly country: string;
  readonly region: string | null;
  readonly currency: string | null;
  readonly language: string | null;
  readonly device: 'DESKTOP' | 'MOBILE' | 'TABLET' | null;
  readonly analyticsConsent: 'ACCEPTED' | 'REJECTED' | 'NEVER_ASKED';
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly fields: readonly { readonly key: string; readonly value: string }[];
  /** How many of the offered order bumps and pre-upsells are taken, at most. */
  readonly orderBumps: number;
  readonly preUpsells: number;
  readonly discountCode: string | null;
  /** The last thing done before leaving; null: stays until paid or out of tries. */
  readonly leavesAfter: 'opening' | 'choosing' | 'billing' | null;
  /** One payment attempt after the other, until one is through. */
  readonly tries: readonly PaymentTry[];
  /** How long the shopper thinks before each step, in ms; the traffic's pace scales it. */
  readonly thinkMs: readonly number[];
};

/** Somebody who buys one thing by card and is done: the beginning for scripts made by hand. */
export const plainShopper: ShopperScript = {
  linkSlug: null,
  country: 'FI',
  region: null,
  currency: null,
  language: 'fi',
  device: 'DESKTOP',
  analyticsConsent: 'ACCEPTED',
  email: 'aino.korhonen@example.com',
  firstName: 'Aino',
  lastName: 'Korhonen',
  fields: [],
  orderBumps: 0,
  preUpsells: 0,
  discountCode: null,
  leavesAfter: null,
  tries: [{ provider: null, method: null, outcome: 'succeed' }],
  thinkMs: [],
};

/** The next shopper of this chance: 55 % never pay, most of the rest pay at the first try. */
export function imagineShopper(random: Random, linkSlugs: readonly string[]): ShopperScript {
  const country = random.weighted(countries.map((one) => [one.weight, one] as const));
  const person = imaginePerson(random, country);
  const [leavesAfter, tries] = random.weighted<
    readonly [ShopperScript['leavesAfter'], readonly PaymentOutcome[]]
  >([
    [28, ['opening', []]],
    [11, ['choosing', []]],
    [8, ['billing', []]],
    [4, [null, ['abandon']]],
    [3, [null, ['decline']]],
    [1, [null, ['cancel', 'decline']]],
    [34, [null, ['succeed']]],
    [4, [null, ['decline', 'succeed']]],
    [2, [null, ['cancel', 'succeed']]],
    [1, [null, ['decline', 'decline', 'succeed']]],
    [3, [null, ['processing']]],
    [1, [null, ['processing-fails', 'succeed']]],
  ]);
  return {
    ...person,
    linkSlug: random.pick(linkSlugs),
    country: country.code,
    region: country.regions ? random.pick(country.regions) : null,
    currency: country.currency,
    language: random.pick(country.languages),
    device: random.weighted([
      [54, 'MOBILE'],
      [38, 'DESKTOP'],
      [6, 'TABLET'],
      [2, null],
    ]),
    analyticsConsent: random.weighted([
      [55, 'ACCEPTED'],
      [30, 'REJECTED'],
      [15, 'NEVER_ASKED'],
    ]),
    orderBumps: random.chance(0.3) ? random.between(1, 2) : 0,
    preUpsells: random.chance(0.15) ? 1 : 0,
    discountCode: imagineCode(random),
    leavesAfter,
    tries: tries.map((outcome) => imagineTry(random, country, outcome)),
    // Mostly quick; now and then the card is in another room.
    thinkMs: Array.from({ length: 12 }, () =>
      random.between(2000, random.chance(0.8) ? 12_000 : 60_000),
    ),
  };
}

function imagineCode(random: Random): string | null {
  return random.weighted([
    [80, null],
    [9, 'WELCOME10'],
    [5, 'SUMMER20'],
    [2, 'VIP15'],
    [1, 'FREECOURSE'],
    [3, random.pick(['KESÄ2019', 'welcome 10', 'BLACKFRIDAY'])], // Codes nobody ever issued.
  ]);
}

function imagineTry(random: Random, country: Country, outcome: PaymentOutcome): PaymentTry {
  if (country.code === 'FI' && random.chance(0.08))
    return { provider: 'epassi', method: null, outcome };
  const paysByBank = country.code === 'FI' && random.chance(0.6);
  if (!paysByBank) return { provider: 'stripe', method: null, outcome };
  const method = random.weighted([
    [30, 'osuuspankki'],
    [24, 'nordea'],
    [20, 'mobilepay'],
    [8, 'danske'],
    [8, 'spankki'],
    [5, 'saastopankki'],
    [3, 'aktia'],
    [2, 'alandsbanken'],
  ]);
  return { provider: 'paytrail', method, outcome };
}

type Person = Pick<ShopperScript, 'email' | 'firstName' | 'lastName' | 'fields'>;

function imaginePerson(random: Random, country: Country): Person {
  const firstName = random.pick(country.firstNames);
  const lastName = random.pick(country.lastNames);
  const number = random.between(1, 9999);
  const name = `${mailable(firstName)}.${mailable(lastName)}`.replace(/^\.|\.$/g, '');
  const local = /[a-z]/.test(name) ? name : 'customer';
  const email = `${local}${random.chance(0.1) ? '+courses' : ''}${number}@${random.pick(mailDomains)}`;
  return {
    email: random.chance(0.08) ? capitalised(email) : email,
    // Only email and country are always asked for: some shops know no names.
    ...random.weighted([
      [84, { firstName, lastName }],
      [6, { firstName, lastName: null }],
      [10, { firstName: null, lastName: null }],
    ]),
    fields: imagineFields(random, country),
  };
}

function imagineFields(random: Random, country: Country): Person['fields'] {
  const [city, postalCode] = random.pick(country.cities);
  const [company, vatNumber] = random.pick(companies);
  const phone = `+${random.between(30, 49)}${random.between(400_000_000, 509_999_999)}`;
  const street = `${random.pick(['Kauppakatu', 'Storgatan', 'Main Street', 'Puistotie'])} ${random.between(1, 120)}`;
  return [
    ...(random.chance(0.35) ? [{ key: 'phone', value: phone }] : []),
    ...(random.chance(0.3)
      ? [
          { key: 'street', value: street },
          { key: 'postalCode', value: postalCode },
          { key: 'city', value: city },
        ]
      : []),
    ...(random.chance(0.1)
      ? [
          { key: 'company', value: company },
          { key: 'vatNumber', value: vatNumber },
        ]
      : []),
  ];
}

function mailable(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
