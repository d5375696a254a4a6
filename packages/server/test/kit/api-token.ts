import type { MikroORM } from '@mikro-orm/postgresql';
import { insertApiToken, type ApiTokenFound } from '../../src/database/api-token.ts';
import { hashOfSecret, makeSecret, visiblePart } from '../../src/use-cases/api-token-secret.ts';
import { revokeApiToken } from '../../src/use-cases/manage-api-tokens.ts';
import { systemRequest, type Reach, type Tools } from '../../src/use-cases/request.ts';
import { accepted } from './shop.ts';

const DAY_MS = 86_400_000;

/** A token that is simply there, any number of one name; for a day, for all checkouts, unless said otherwise. */
export async function makeToken(
  { orm, tools }: { readonly orm: MikroORM; readonly tools: Pick<Tools, 'now' | 'newId'> },
  token: Pick<ApiTokenFound, 'permissions'> & {
    readonly name?: string;
    readonly checkoutIds?: Reach;
    readonly expiresAt?: Date;
    readonly allowedAddresses?: readonly string[];
  },
): Promise<{ id: string; secret: string }> {
  const secret = makeSecret();
  const id = tools.newId('tok');
  await insertApiToken(orm.em.fork(), {
    id,
    name: token.name ?? 'Script',
    prefix: visiblePart(secret),
    hash: hashOfSecret(secret),
    permissions: token.permissions,
    reach: token.checkoutIds ?? 'ALL',
    allowedAddresses: token.allowedAddresses ?? [],
    createdAt: tools.now(),
    createdBy: 'Test',
    expiresAt: token.expiresAt ?? new Date(tools.now().getTime() + DAY_MS),
  });
  return { id, secret };
}

/** As the command line does it. */
export async function revokeToken(
  { orm, tools }: { readonly orm: MikroORM; readonly tools: Tools },
  id: string,
): Promise<void> {
  accepted(await revokeApiToken(id, systemRequest(orm.em.fork(), tools)));
}
