import type { MikroORM } from '@mikro-orm/postgresql';
import type { Viewer } from '../access/viewer.ts';
import type { ActionTypes } from '../actions/action-types.ts';
import type { ChangeListener } from '../database/notifications.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import type { PersonalDataLooks } from '../use-cases/personal-data-looks.ts';
import type { Request, Tools } from '../use-cases/request.ts';
import type { Loaders } from './loaders.ts';

/** What a server process has once and every request uses. */
export type Services = {
  readonly orm: MikroORM;
  readonly tools: Tools;
  readonly providers: PaymentProviders;
  /** What can be set up to run after a payment. */
  readonly actionTypes: ActionTypes;
  readonly changes: ChangeListener;
  /** Where providers and customers reach us: `https://orders.example.com`, without a slash at its end. */
  readonly publicUrl: string;
  /** Puts on record who looks at personal data of many customers. */
  readonly looks: PersonalDataLooks;
  /** Unused for so long, a session has ended. */
  readonly sessionIdleMs: number;
};

/** What an operation costs, in points, and how far the nearest limit of whoever asks is used up. */
export type Allowance = {
  readonly cost: number;
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: Date;
};

/** Per operation. `viewer` null: not signed in, and only `viewer` itself answers. */
export type GraphQLContext = {
  readonly services: Services;
  readonly viewer: Viewer | null;
  readonly request: Request;
  readonly loaders: Loaders;
  /** Orders whose customer's data is in the answer, unmasked. */
  readonly shownCustomers: Set<string>;
  readonly requestId: string;
  readonly allowance: Allowance;
};
