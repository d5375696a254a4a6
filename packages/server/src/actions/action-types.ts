import type { Mailer } from '../outside/mailer.ts';
import type { SafeFetch } from '../outside/safe-fetch.ts';
import type {
  ActionAnswer,
  ActionPreview,
  ActionRun,
  ActionType,
  PurchasedOrder,
  RemovalRun,
} from './action-type.ts';
import { makeCustomEmail } from './custom-email.ts';
import { kajabiAccess, makeKajabiGrant } from './kajabi-grant.ts';
import { makeReceiptEmail } from './receipt-email.ts';
import { makeSystemeioAccess, systemeioAccess } from './systemeio-access.ts';
import { makeWebhook } from './webhook.ts';

/** A type whose settings are only known to itself: what `readSettings` gave goes back into `run`. */
export type AnyActionType = Pick<
  ActionType<unknown>,
  'kind' | 'label' | 'levels' | 'settingsForm' | 'checkSettings'
> & {
  readonly secretSettings: readonly string[];
  readSettings(json: unknown): unknown;
  run(order: PurchasedOrder, settings: unknown, run: ActionRun): Promise<ActionAnswer>;
  remove?(order: PurchasedOrder, settings: unknown, run: RemovalRun): Promise<ActionAnswer>;
  canRemove?(settings: unknown): boolean;
  preview?(order: PurchasedOrder, settings: unknown, lineId: string | null): Promise<ActionPreview>;
  accessKeys?(settings: unknown, email: string): readonly string[];
};

/** As `AnyActionType`, for what a kind says about access by itself. */
export type AnyAccessKind = Pick<
  AnyActionType,
  'kind' | 'label' | 'secretSettings' | 'readSettings'
> &
  Required<Pick<AnyActionType, 'canRemove' | 'accessKeys'>>;

/** The kinds that give access: known without their ways out, since asking them calls nobody. */
export const accessKinds: readonly AnyAccessKind[] = [kajabiAccess, systemeioAccess];

export type ActionTypes = {
  readonly all: readonly AnyActionType[];
  /** Null for a kind nobody knows, such as one of a newer version of this program. */
  byKind(kind: string): AnyActionType | null;
};

/** Where the platforms really are. */
export const PLATFORM_URLS = {
  kajabiApiUrl: 'https://api.kajabi.com',
  systemeioApiUrl: 'https://api.systeme.io/api',
} as const;

/** Where the platforms are, each address without a slash at its end; their real ones unless given. */
export type PlatformUrls = { readonly kajabiApiUrl?: string; readonly systemeioApiUrl?: string };

/** Every kind of action there is: a new one is a line here. */
export function makeActionTypes(
  outside: { mailer: Mailer; fetch: SafeFetch },
  urls: PlatformUrls = {},
): ActionTypes {
  const { kajabiApiUrl, systemeioApiUrl } = { ...PLATFORM_URLS, ...urls };
  const all: readonly AnyActionType[] = [
    makeReceiptEmail(outside),
    makeCustomEmail(outside),
    makeKajabiGrant({ fetch: outside.fetch, kajabiApiUrl }),
    makeSystemeioAccess({ fetch: outside.fetch, systemeioApiUrl }),
    makeWebhook(outside),
  ];
  const kinds = new Map(all.map((type) => [type.kind, type]));
  return { all, byKind: (kind) => kinds.get(kind) ?? null };
}
