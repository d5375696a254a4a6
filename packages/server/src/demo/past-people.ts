import type { BillingField } from '../database/order.ts';
import type { Chance } from './chance.ts';
import { countries, type Country } from './past-names.ts';

/** A customer of the past: only email and country are sure to be there. */
export type Person = {
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly country: string;
  readonly region: string | null;
  readonly fields: readonly BillingField[];
};

export type People = {
  /** Where the next visitor comes from. */
  country(): Country;
  /** Somebody from there: often a new one, sometimes one who has bought before. */
  customer(country: Country): Person;
};

const RETURNING = 0.24;
const NAMELESS = 0.07;
/** Reserved for examples (RFC 2606): no mail to them ever arrives anywhere. */
const DOMAINS = [
  'example.com',
  'example.org',
  'example.net',
  'posti.example.com',
  'mejl.example.org',
];

export function makePeople(chance: Chance): People {
  const known = new Map<string, Person[]>();
  const emails = new Set<string>();

  const meet = (country: Country): Person => {
    const first = nameFrom(chance, country.firstNames);
    const last = nameFrom(chance, country.lastNames);
    const email = freeEmail(chance, emails, first.latin, last.latin);
    const isNamed = !chance.happens(NAMELESS);
    return {
      email,
      firstName: isNamed ? first.written : null,
      lastName: isNamed && !chance.happens(0.03) ? last.written : null,
      country: country.code,
      region: country.regions ? chance.pick(country.regions.split('|')) : null,
      fields: billingFields(chance, country),
    };
  };

  return {
    country: () => chance.weighted(countries, ({ weight }) => weight),
    customer(country) {
      const regulars = known.get(country.code) ?? [];
      if (regulars.length > 0 && chance.happens(RETURNING)) return chance.pick(regulars);
      const person = meet(country);
      known.set(country.code, regulars);
      regulars.push(person);
      return person;
    },
  };
}

function nameFrom(chance: Chance, list: string): { written: string; latin: string } {
  const [written = '', latin = written] = chance.pick(list.split('|')).split('=');
  return { written, latin };
}

function freeEmail(chance: Chance, taken: Set<string>, first: string, last: string): string {
  const domain = chance.pick(DOMAINS);
  const [one, two] = [mailPart(first), mailPart(last)];
  const local = chance.weighted(
    [`${one}.${two}`, `${one[0]}${two}`, `${two}.${one}`, `${one}${chance.between(50, 99)}`],
    (form) => (form === `${one}.${two}` ? 6 : 1),
  );
  // A few write it with a capital letter, as people do.
  const written = chance.happens(0.03) ? `${local[0]?.toUpperCase()}${local.slice(1)}` : local;
  for (let attempt = 1; ; attempt += 1) {
    const email = `${written}${attempt === 1 ? '' : attempt}@${domain}`;
    if (taken.has(email.toLowerCase())) continue;
    taken.add(email.toLowerCase());
    return email;
  }
}

function mailPart(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replace(/[^a-z-]/g, '');
  return plain === '' ? 'x' : plain;
}

function billingFields(chance: Chance, country: Country): BillingField[] {
  const [city = '', postalCode = ''] = chance.pick(country.cities.split('|')).split(':');
  const street = `${chance.pick(country.streets.split('|'))} ${chance.between(1, 98)}`;
  const digits = chance.text(7, '0123456789');
  const fields: BillingField[] = [];
  if (chance.happens(0.55)) field(fields, 'phone', 'Phone', country.phone + digits);
  if (chance.happens(0.4)) {
    field(fields, 'street', 'Street address', street);
    if (chance.happens(0.2))
      field(
        fields,
        'apartment',
        'Apartment',
        `${chance.pick(['A', 'B', 'C'])} ${chance.between(1, 60)}`,
      );
    field(fields, 'postalCode', 'Postal code', postalCode);
    field(fields, 'city', 'City', city);
  }
  if (chance.happens(0.05)) {
    field(fields, 'company', 'Company', `${city} ${chance.pick(['Studio', 'Wellness', 'Design'])}`);
    field(fields, 'vatNumber', 'VAT number', `${country.code}${chance.text(8, '0123456789')}`);
  }
  return fields;
}

function field(fields: BillingField[], key: string, label: string, value: string): void {
  fields.push({ key, label, value });
}
