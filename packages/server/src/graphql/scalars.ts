import 'reflect-metadata';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLJSON, GraphQLSafeInt } from 'graphql-scalars';

/** Formats that a bare String or Int would leave ambiguous. A value that does not fit is the caller's error. */
function refuseValue(message: string): never {
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

const INSTANT = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)$/u;

export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description:
    'A moment as ISO 8601 text. Answers are always UTC with milliseconds (`2026-11-23T10:15:00.000Z`); ' +
    'input may carry another offset, but never none.',
  // JSON columns hold moments as text already.
  serialize: (value) =>
    value instanceof Date ? value.toISOString() : new Date(String(value)).toISOString(),
  parseValue: readInstant,
  parseLiteral: (node) => readInstant(node.kind === Kind.STRING ? node.value : null),
});

function readInstant(value: unknown): Date {
  if (typeof value === 'string' && INSTANT.test(value)) {
    const moment = new Date(value);
    if (!Number.isNaN(moment.getTime())) return moment;
  }
  return refuseValue(
    'A DateTime is ISO 8601 text with an offset, such as 2026-11-23T10:15:00.000Z.',
  );
}

/** A code of fixed length in capitals; small letters of an input are raised. */
function codeScalar(options: {
  name: string;
  description: string;
  pattern: RegExp;
  example: string;
}): GraphQLScalarType<string, string> {
  const read = (value: unknown): string => {
    const code = typeof value === 'string' ? value.toUpperCase() : '';
    if (options.pattern.test(code)) return code;
    return refuseValue(`A ${options.name} looks like ${options.example}.`);
  };
  return new GraphQLScalarType({
    name: options.name,
    description: options.description,
    serialize: String,
    parseValue: read,
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : null),
  });
}

export const CurrencyCode = codeScalar({
  name: 'CurrencyCode',
  description: 'A currency by its ISO 4217 code: `EUR`, `SEK`, `JPY`.',
  pattern: /^[A-Z]{3}$/u,
  example: 'EUR',
});

export const CountryCode = codeScalar({
  name: 'CountryCode',
  description: 'A country by its two-letter ISO 3166-1 code: `FI`, `SE`.',
  pattern: /^[A-Z]{2}$/u,
  example: 'FI',
});

export const TimeZone = new GraphQLScalarType<string, string>({
  name: 'TimeZone',
  description: 'A time zone by its IANA name: `Europe/Helsinki`, `UTC`.',
  serialize: String,
  parseValue: readTimeZone,
  parseLiteral: (node) => readTimeZone(node.kind === Kind.STRING ? node.value : null),
});

/** As the server's own list of zones knows it. */
function readTimeZone(value: unknown): string {
  if (typeof value === 'string' && value !== '' && value.length <= 100) {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return refuseValue('A TimeZone is the IANA name of a zone, such as Europe/Helsinki.');
}

export const CalendarDate = new GraphQLScalarType<string, string>({
  name: 'Date',
  description:
    'A calendar day without a clock: `2026-11-23`. When it begins is told by the `timeZone` beside it.',
  serialize: String,
  parseValue: readDay,
  parseLiteral: (node) => readDay(node.kind === Kind.STRING ? node.value : null),
});

function readDay(value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value)) {
    const day = new Date(`${value}T00:00:00.000Z`);
    // The 31st of a shorter month is read as the 1st of the next.
    if (!Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)) return value;
  }
  return refuseValue('A Date is a day of the calendar, such as 2026-11-23.');
}

export const SafeInt = new GraphQLScalarType({
  ...GraphQLSafeInt.toConfig(),
  description:
    'A whole number up to 2^53−1 as a JSON number. `Int` ends at 21.4 million euros in cents, this does not.',
  specifiedByURL: null,
});

export const Json = new GraphQLScalarType({
  ...GraphQLJSON.toConfig(),
  name: 'JSON',
  description:
    'Any JSON. Only for what another system was sent or has answered; everything of our own has a type.',
  specifiedByURL: null,
});
