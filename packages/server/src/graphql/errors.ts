import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import {
  Field,
  FieldResolver,
  InterfaceType,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { isOutage } from '../database/outage.ts';
import { RerunWarning } from '../domain/action.ts';
import { UserErrorCode, type Refusal as RefusalValue } from '../use-cases/outcome.ts';
import { Actor, Money, money } from './common.ts';
import { DateTime } from './scalars.ts';

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'Why something is refused, for programs. The words for people are in `message`.',
  valuesConfig: {
    NOT_FOUND: { description: 'There is no such thing, or it is not in your checkouts.' },
    NOT_ALLOWED: { description: 'Your permissions do not cover it, or it cannot be done at all.' },
    INVALID: { description: 'A value of the input cannot be used; `path` says which.' },
    STALE: { description: 'It has moved on since you looked. Load it again and decide anew.' },
    ALREADY_RUNNING: { description: 'Somebody else started it already.' },
    NEEDS_ACKNOWLEDGEMENT: { description: 'It carries a risk that `acknowledge` must name.' },
    ALREADY_PAID: {
      description: 'The order is paid and can no longer be changed by its customer.',
    },
    NO_REFUND_TO_RESTORE: { description: 'The order has no refund that could be restored.' },
    NO_FAILED_ACTION: { description: 'No action has failed, so there is nothing to do again.' },
    CANCELLED: { description: 'It was called off before its turn came.' },
    IDEMPOTENCY_KEY_REUSED: { description: 'The key was used before with another input.' },
    PROVIDER_UNAVAILABLE: { description: 'The payment provider gave no usable answer. Try again.' },
    NOT_PAID: { description: 'No money came in for the order, and nobody completed it by hand.' },
    NOTHING_TO_REFUND: { description: 'Nothing is left, or no amount above zero was given.' },
    AMOUNT_TOO_LARGE: { description: 'More than is left; `maximum` says how much is.' },
    ACCESS_NEEDS_FULL_REFUND: {
      description: 'Access goes only with a product that is then refunded in full.',
    },
    OVER_VIEWER_LIMIT: { description: 'More than you may refund at once, or still today.' },
    CUSTOMER_ERASED: {
      description: 'The customer’s data was erased, and without it this cannot be done.',
    },
    WORK_UNDER_WAY: { description: 'Something of it is still to be done. Let it end first.' },
  },
});

registerEnumType(RerunWarning, {
  name: 'RerunWarning',
  description: 'What a person must be told before an action runs again.',
  valuesConfig: {
    NONE: { description: 'Nothing: it has not had its effect.' },
    REPEATS_SIDE_EFFECT: {
      description:
        'It had its effect, or may have had it: the email, webhook or grant happens again.',
    },
    MAY_STILL_BE_RUNNING: {
      description: 'A worker is at it. Force it only when you are sure that the worker is gone.',
    },
  },
});

const codeField = { description: 'The reason, for programs.' };
const messageField = { description: 'The reason in words, fit to be shown.' };

@InterfaceType({
  description:
    'A refusal that was to be expected. Nothing was changed and the idempotency key is unused.',
  resolveType: (refusal: RefusalValue) => userErrorType(refusal),
})
export abstract class UserError {
  @Field(() => UserErrorCode, codeField)
  code!: UserErrorCode;
  @Field(() => String, messageField)
  message!: string;
  @Field(() => [String], {
    nullable: true,
    description:
      'Path into `input`, such as ["fields", "0", "value"]. Null: the request as a whole.',
  })
  path!: readonly string[] | null;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'A refusal with nothing to add to its words.',
})
export class PlainError extends UserError {}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'Somebody else runs it already.',
})
export class AlreadyRunningError extends UserError {
  @Field(() => Actor, { description: 'Who started the present run.' })
  startedBy!: Actor;
  @Field(() => DateTime, { description: 'When they did.' })
  startedAt!: Date;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'It carries a risk that was not agreed to.',
})
export class NeedsAcknowledgementError extends UserError {
  @Field(() => RerunWarning, {
    description: 'The risk as it is now: send it back as `acknowledge`.',
  })
  warning!: RerunWarning;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'More than is left of it.',
})
export class AmountTooLargeError extends UserError {}

@Resolver(() => AmountTooLargeError)
export class AmountTooLargeErrorFields {
  @FieldResolver(() => Money, { description: 'The most it may be.' })
  maximum(@Root() { maximum }: RefusalValue): Money {
    return money(maximum?.minor ?? 0, maximum?.currency ?? '');
  }
}

@ObjectType({
  simpleResolvers: true,
  description: 'Why a button is grey: the words with which the server would refuse.',
})
export class Refusal {
  @Field(() => UserErrorCode, codeField)
  code!: UserErrorCode;
  @Field(() => String, messageField)
  message!: string;
}

/** A refusal is its own backing value: this only says which member of the interface it is. */
function userErrorType(refusal: RefusalValue): string {
  const { startedBy, startedAt, warning, orderId, maximum } = refusal;
  if (orderId) return 'StaleError';
  if (maximum) return 'AmountTooLargeError';
  if (startedBy && startedAt) return 'AlreadyRunningError';
  return warning ? 'NeedsAcknowledgementError' : 'PlainError';
}

/** Codes of errors made on purpose, by us or by the GraphQL server: their words are for the caller. */
const spokenCodes: ReadonlySet<unknown> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'SET_UP_TWO_FACTOR',
  'CONFIRM_IDENTITY',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'RATE_LIMITED',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'PERSISTED_QUERY_HASH_MISMATCH',
]);

/** Whether an error is a bug or an outage: to be logged, and to be hidden from the caller. */
export function isFault(error: unknown): boolean {
  if (!isGraphQLError(error)) return true;
  if (spokenCodes.has(error.extensions['code'])) return false;
  // Without a path it was raised before anything ran: syntax, validation, variables.
  const isOfTheRequest = error.path === undefined;
  return (
    !isOfTheRequest || (error.originalError !== undefined && !isGraphQLError(error.originalError))
  );
}

const FAULT = {
  code: 'INTERNAL_SERVER_ERROR',
  words: 'Something went wrong on our side. Try again.',
  advice: null,
};
/** A line that breaks at the wrong moment leaves open whether the change was made: the key answers that. */
const OUTAGE = {
  code: 'SERVICE_UNAVAILABLE',
  words: 'Our database does not answer at the moment. Try again in a moment.',
  advice: 'With the same idempotency key nothing happens twice',
};

/**
 * Hides faults behind a request id; what was refused on purpose passes unchanged. Fits Apollo's
 * `formatError`: there the id is taken from `extensions.requestId`, where `stampErrors` put it.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  requestId: string | null = requestIdOf(error),
): GraphQLFormattedError {
  const stamp = requestId === null ? {} : { requestId };
  if (!isFault(error)) {
    const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
    return { ...formatted, extensions: { ...extensions, ...stamp } };
  }
  const original = isGraphQLError(error) ? (error.originalError ?? error) : error;
  const { code, words, advice } = isOutage(original) ? OUTAGE : FAULT;
  return {
    message: [words, ...forScripts(advice, requestId)].join(' '),
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
    extensions: { code, ...stamp },
  };
}

/** One sentence, so that a screen, which keeps keys by itself and shows the id apart, leaves it out whole. */
function forScripts(advice: string | null, requestId: string | null): string[] {
  if (requestId === null) return advice === null ? [] : [`${advice}.`];
  const number = `tell us this number: ${requestId}.`;
  return [advice === null ? `If it stays, ${number}` : `${advice}; if it stays, ${number}`];
}

/**
 * Writes the request id into the errors of one answer and reports each fault once, with its original.
 * For Apollo's `didEncounterErrors` and for the errors of a socket, before they are formatted.
 */
export function stampErrors(
  errors: readonly GraphQLError[],
  requestId: string,
  report: (fault: unknown, requestId: string) => void,
): void {
  const reported = new Set<unknown>();
  for (const error of errors) {
    if (isFault(error)) {
      const original = error.originalError ?? error;
      if (!reported.has(original)) report(original, requestId);
      reported.add(original);
    }
    error.extensions['requestId'] = requestId;
  }
}

function requestIdOf(error: unknown): string | null {
  const requestId = isGraphQLError(error) ? error.extensions['requestId'] : undefined;
  return typeof requestId === 'string' ? requestId : null;
}

/** By name too: two copies of graphql in one process make `instanceof` say no. */
function isGraphQLError(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError || (error instanceof Error && error.name === 'GraphQLError');
}
