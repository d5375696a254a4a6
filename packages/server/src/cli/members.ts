import type { MikroORM } from '@mikro-orm/postgresql';
import readline from 'node:readline/promises';
import { Writable } from 'node:stream';
import { forgetFactors } from '../access/forget-factors.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../access/password.ts';
import { type Config, readConfig } from '../config.ts';
import { findAllMembers, findMemberByEmail, type MemberFound } from '../database/members.ts';
import { startPublisher } from '../database/notifications.ts';
import { connect } from '../database/orm.ts';
import { permissionsOf } from '../domain/permission.ts';
import { makeTools } from '../surroundings.ts';
import { inviteAdmin } from '../use-cases/invite-admin.ts';
import { disableMember, enableMember } from '../use-cases/manage-members.ts';
import { emailRefusals, nameRefusals, roleWords } from '../use-cases/member-checks.ts';
import type { Outcome } from '../use-cases/outcome.ts';
import { inOneTransaction, type Request, systemRequest } from '../use-cases/request.ts';
import { recordInShop } from '../use-cases/shop-history.ts';
import { readLocalEnvironment } from '../local/local-settings.ts';

// What the operator does about members at the terminal: above all the first one, before anybody can sign in.

export const USER_USAGE = `  user create-admin --email <address> --name <text>
      Makes an admin. Asks for the password, or reads it from the first line of what is piped in.
  user create-admin --invite [--email <address>]
      Prints a link, this once, by which an admin joins. It works for seven days.
  user list
      Shows who may sign in.
  user disable --email <address>, user enable --email <address>
      Signs somebody out everywhere and lets them in no more; lets them in again.
  user forget-factors --email <address>
      For whoever lost their devices: takes their second factor and passkeys away and signs them out everywhere.
      Their password stays. Be sure who asks you for it.`;

/** In words for whoever typed the command. */
export class UserCommandRefused extends Error {
  override readonly name = 'UserCommandRefused';
}

export type UserCommandValues = {
  readonly data: string;
  readonly email?: string;
  readonly name?: string;
  readonly invite: boolean;
};

type Means = { readonly config: Config; readonly orm: MikroORM; readonly request: Request };

/** What to print. Throws `UserCommandRefused`. */
export async function runUserCommand(command: string, values: UserCommandValues): Promise<string> {
  const run = commands[command];
  if (!run) {
    throw new UserCommandRefused(
      `There is no command "user ${command}". There are:\n\n${USER_USAGE}`,
    );
  }
  const config = readConfig({ ...readLocalEnvironment(values.data), ...process.env });
  const orm = connect(config.databaseUrl);
  // Open screens hear of it at once.
  const publisher = startPublisher(config.databaseUrl, { everyMs: 1 });
  try {
    const tools = makeTools(config, publisher);
    const actor = { kind: 'SYSTEM', id: null, name: 'Command line' } as const;
    const request = {
      ...systemRequest(orm.em.fork(), tools, actor),
      permissions: permissionsOf('ADMIN'),
    };
    return await run(values, { config, orm, request });
  } finally {
    await publisher.stop();
    await orm.close();
  }
}

const commands: Readonly<
  Record<string, (values: UserCommandValues, means: Means) => Promise<string>>
> = {
  'create-admin': (values, means) =>
    values.invite ? printInvitation(values, means) : createAdmin(values, means),
  list: async (_, { request }) => (await findAllMembers(request.em)).map(lineOf).join(''),
  disable: (values, { request }) =>
    decideByEmail(values, request, disableMember, 'is disabled and signed out everywhere'),
  enable: (values, { request }) =>
    decideByEmail(values, request, enableMember, 'may sign in again'),
  'forget-factors': async (values, { orm, request }) => {
    const { name } = valueOf(
      await forgetFactors(given(values.email, '--email').trim(), orm, request),
    );
    return `${name} signs in with the password alone, and sets up what they need anew.\n`;
  },
};

async function printInvitation({ email }: UserCommandValues, { config, request }: Means) {
  const link = valueOf(await inviteAdmin(email ?? null, request, config.publicUrl));
  return `${link}\n`;
}

async function createAdmin(
  values: UserCommandValues,
  { config, orm, request }: Means,
): Promise<string> {
  const email = given(values.email, '--email').trim();
  const name = given(values.name, '--name').trim();
  const refusals = [...emailRefusals(email), ...nameRefusals(name)];
  if (refusals.length > 0) throw new UserCommandRefused(wordsOf(refusals));
  if (await findMemberByEmail(request.em, email)) {
    throw new UserCommandRefused(`There is already a member with the address ${email}.`);
  }
  const password = await askPassword();
  const { tools } = request;
  // Loaded only here: no other command should wait for the sign-in library.
  const [{ makeSessions }, { MemberRefused }] = await Promise.all([
    import('../access/session.ts'),
    import('../access/member.ts'),
  ]);
  const sessions = makeSessions(config, {
    databaseUrl: config.databaseUrl,
    orm,
    tools,
    log: () => {},
  });
  try {
    const { id } = await sessions.createMember({
      email,
      name,
      password,
      role: 'ADMIN',
      checkoutIds: [],
    });
    await inOneTransaction(request, async (work) => {
      await Promise.resolve();
      recordInShop(work, id, {
        event: 'member.joined',
        summary: `${name} was made an admin at the terminal.`,
        changes: [{ field: 'role', before: null, after: 'ADMIN' }],
      });
    });
  } catch (error) {
    throw error instanceof MemberRefused ? new UserCommandRefused(error.message) : error;
  } finally {
    await sessions.stop();
  }
  return `${name} may sign in at ${config.publicUrl} as ${email.toLowerCase()}.\n`;
}

async function decideByEmail(
  values: UserCommandValues,
  request: Request,
  decide: (id: string, request: Request) => Promise<Outcome<unknown>>,
  words: string,
): Promise<string> {
  const email = given(values.email, '--email').trim();
  const member = await findMemberByEmail(request.em, email);
  if (!member) throw new UserCommandRefused(`There is no member with the address ${email}.`);
  valueOf(await decide(member.id, request));
  return `${member.name} ${words}.\n`;
}

function lineOf({ email, name, role, disabledAt, lastSeenAt }: MemberFound): string {
  const seen = lastSeenAt ? `last seen ${lastSeenAt.toISOString()}` : 'never seen';
  const state = disabledAt ? `disabled since ${disabledAt.toISOString()}` : seen;
  return `${email.padEnd(32)} ${name.padEnd(24)} ${roleWords[role].padEnd(16)} ${state}\n`;
}

/** Typed twice without being shown; from a pipe, the first line. */
async function askPassword(): Promise<string> {
  const isTyped = process.stdin.isTTY;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = readline.createInterface({
    input: process.stdin,
    output: silent,
    terminal: isTyped,
  });
  const ask = async (prompt: string) => {
    if (isTyped) process.stderr.write(prompt);
    const line = await lines.question('');
    if (isTyped) process.stderr.write('\n');
    return line;
  };
  try {
    const password = await ask(
      `Password (${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters): `,
    );
    if (isTyped && (await ask('The same again: ')) !== password) {
      throw new UserCommandRefused('The two passwords are not the same. Nobody was made.');
    }
    return password;
  } finally {
    lines.close();
  }
}

function given(value: string | undefined, option: string): string {
  if (value?.trim()) return value;
  throw new UserCommandRefused(`Give ${option}. For example:\n\n${USER_USAGE}`);
}

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new UserCommandRefused(wordsOf(outcome.refusals));
  return outcome.value;
}

function wordsOf(refusals: readonly { readonly message: string }[]): string {
  return refusals.map(({ message }) => message).join('\n');
}
