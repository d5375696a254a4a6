import { randomBytes } from 'node:crypto';
import { makeSessions } from '../src/access/session.ts';
import { readConfig } from '../src/config.ts';
import { connect } from '../src/database/orm.ts';
import { Permission, permissionsOf } from '../src/domain/permission.ts';
import { makeTools } from '../src/surroundings.ts';
import { createApiToken, revokeApiToken } from '../src/use-cases/manage-api-tokens.ts';
import { disableMember } from '../src/use-cases/manage-members.ts';
import { systemRequest, type Request } from '../src/use-cases/request.ts';
import { signIn } from '../test/kit/running-server.ts';

const DAY_MS = 24 * 60 * 60_000;

type Environment = Readonly<Record<string, string>>;
type Proofs = { readonly cookie: string; readonly token: string };

/**
 * An admin and a token of a database, made by the product's own ways the first time that somebody proves to
 * be them, and withdrawn at the end.
 */
export function makeKeys(environment: Environment): {
  prove(url: string): Promise<Proofs>;
  withdraw(): Promise<void>;
} {
  let made: Promise<Key> | null = null;
  return {
    prove: async (url) => {
      made ??= makeKey(environment);
      const { email, password, token } = await made;
      // As a browser on the page does: it names where the page came from.
      const origin = environment['PUBLIC_URL'] ?? url;
      return { cookie: await signIn(url, email, password, { origin }), token };
    },
    withdraw: async () => (await made)?.withdraw(),
  };
}

type Key = {
  readonly email: string;
  readonly password: string;
  readonly token: string;
  withdraw(): Promise<void>;
};

async function makeKey(environment: Environment): Promise<Key> {
  const name = `bench-${randomBytes(6).toString('hex')}`;
  const email = `${name}@example.com`;
  const password = randomBytes(18).toString('base64url');
  return withRequest(environment, async (request, createMember) => {
    const member = await createMember({ email, name, password, role: 'ADMIN', checkoutIds: [] });
    const outcome = await createApiToken(
      {
        idempotencyKey: request.tools.newId('tok'),
        name,
        permissions: Object.values(Permission),
        checkoutIds: null,
        expiresAt: new Date(request.tools.now().getTime() + DAY_MS),
        allowedAddresses: null,
      },
      request,
    );
    if (!outcome.ok) throw new Error(outcome.refusals.map(({ message }) => message).join(' '));
    const { id, secret } = outcome.value;
    return {
      email,
      password,
      token: secret ?? '',
      withdraw: () =>
        withRequest(environment, async (later) => {
          await revokeApiToken(id, later);
          await disableMember(member.id, later);
        }),
    };
  });
}

async function withRequest<Result>(
  environment: Environment,
  work: (
    request: Request,
    createMember: ReturnType<typeof makeSessions>['createMember'],
  ) => Promise<Result>,
): Promise<Result> {
  const config = readConfig(environment);
  const { databaseUrl } = config;
  const orm = connect(databaseUrl);
  const tools = makeTools(config, { publish: () => {} });
  const sessions = makeSessions(config, { databaseUrl, orm, tools, log: () => {} });
  try {
    const actor = { kind: 'SYSTEM', id: null, name: 'Bench' } as const;
    const request = {
      ...systemRequest(orm.em.fork(), tools, actor),
      permissions: permissionsOf('ADMIN'),
    };
    return await work(request, (member) => sessions.createMember(member));
  } finally {
    await sessions.stop();
    await orm.close();
  }
}
