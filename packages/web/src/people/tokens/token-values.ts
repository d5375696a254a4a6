import type { CreateApiTokenInput, Permission } from '../../generated.ts';
import { readInstant } from '../../settings/form/instant-text.ts';
import type { Problems, Reading } from '../../settings/form/use-form.ts';

export type Life = '30' | '90' | '365' | 'date';

/** What the form of a new token holds while it is typed. */
export type TokenValues = {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly reach: 'all' | 'some';
  readonly checkoutIds: readonly string[];
  readonly life: Life;
  /** Wall time of the reader's zone, with `life` a date. */
  readonly expiresAt: string;
  /** One address or range per line; none: from anywhere. */
  readonly addresses: string;
};

export type TokenDraft = Omit<CreateApiTokenInput, 'idempotencyKey'>;

export const noToken: TokenValues = {
  name: '',
  permissions: [],
  reach: 'all',
  checkoutIds: [],
  life: '90',
  expiresAt: '',
  addresses: '',
};

const DAY_MS = 24 * 60 * 60_000;

/**
 * The token as the server takes it. Days count from when the form was opened: sent once more, it is the same wish with
 * the same key, and makes no second token.
 */
export function readToken(values: TokenValues, openedAtMs: number): Reading<TokenDraft> {
  const expiresAt = readLife(values, openedAtMs);
  const problems: Problems = {
    ...(values.name.trim() === '' && { name: 'Give it a name by which you will know it.' }),
    ...(values.permissions.length === 0 && {
      permissions: 'Choose at least one thing that it may do.',
    }),
    ...(values.reach === 'some' &&
      values.checkoutIds.length === 0 && { checkoutIds: 'Choose at least one checkout.' }),
    ...(expiresAt === null && { expiresAt: 'Enter a day and a time.' }),
  };
  if (Object.keys(problems).length > 0 || expiresAt === null) return { ok: false, problems };
  return {
    ok: true,
    input: {
      name: values.name.trim(),
      permissions: [...values.permissions],
      checkoutIds: values.reach === 'all' ? null : [...values.checkoutIds],
      expiresAt,
      allowedAddresses: linesOf(values.addresses),
    },
  };
}

function readLife({ life, expiresAt }: TokenValues, openedAtMs: number): string | null {
  if (life !== 'date') return new Date(openedAtMs + Number(life) * DAY_MS).toISOString();
  const read = readInstant(expiresAt, null);
  return read.ok ? read.value : null;
}

function linesOf(text: string): string[] {
  return text.split(/[\s,]+/u).filter((line) => line !== '');
}
