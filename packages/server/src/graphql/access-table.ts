import {
  isObjectType,
  lexicographicSortSchema,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { Permission, permissionsOf, Role } from '../domain/permission.ts';

/** Who may ask for one operation, as its rule in the live schema and the roles say. */
export type AccessRow = {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly name: string;
  /** Null: no single one. */
  readonly permission: Permission | null;
  /** False: open to everybody. */
  readonly needsSignIn: boolean;
  /** Why it needs no permission, where it needs none. */
  readonly reason: string | null;
  readonly roles: readonly Role[];
};

/** What is asked for by HTTP beside the API itself, the permission it needs, and the paths as the server has them. */
export const routes = [
  {
    route: 'GET /exports/<id>.csv',
    permission: 'EXPORT_ORDERS',
    note: 'for whoever asked for it, with the key in its address, for 15 minutes',
    paths: ['GET /exports/:file', 'HEAD /exports/:file'],
  },
  {
    route: 'GET /exports/customer.json',
    permission: 'MANAGE_PERSONAL_DATA',
    note: 'for whoever asked for it, by its address',
    paths: ['GET /exports/customer.json', 'HEAD /exports/customer.json'],
  },
  {
    route: 'GET /reports/sales.csv',
    permission: 'READ_REPORTS',
    note: '',
    paths: ['GET /reports/sales.csv'],
  },
  {
    route: 'POST /graphql',
    permission: null,
    note: 'each operation by its own rule above',
    paths: ['USE /graphql'],
  },
  {
    route: '/api/auth/sign-in/…, /sign-out, /forgot-password, /reset-password',
    permission: null,
    note: 'the ways in and out; no sign-up',
    paths: [
      'POST /api/auth/sign-in/email',
      'POST /api/auth/sign-in/code',
      'POST /api/auth/sign-in/passkey/challenge',
      'POST /api/auth/sign-in/passkey',
      'POST /api/auth/sign-out',
      'POST /api/auth/forgot-password',
      'POST /api/auth/reset-password',
    ],
  },
  {
    route: '/api/auth/…',
    permission: null,
    note: 'one’s own account, by a session alone: no token opens it',
    paths: [
      'POST /api/auth/account',
      'POST /api/auth/change-password',
      'POST /api/auth/confirm',
      'POST /api/auth/confirm/passkey/challenge',
      'POST /api/auth/confirm/passkey',
      'POST /api/auth/two-factor/set-up',
      'POST /api/auth/two-factor/confirm',
      'POST /api/auth/two-factor/recovery-codes',
      'POST /api/auth/two-factor/switch-off',
      'POST /api/auth/passkeys/offer',
      'POST /api/auth/passkeys/add',
      'POST /api/auth/passkeys/remove',
    ],
  },
  {
    route: '/api/invitations/…',
    permission: null,
    note: 'for whoever holds an invitation',
    paths: ['POST /api/invitations/look', 'POST /api/invitations/accept'],
  },
  {
    route: '/events/<provider>',
    permission: null,
    note: 'signed by the provider, or refused',
    paths: ['GET /events/:provider', 'POST /events/:provider'],
  },
  {
    route: '/pay/<provider>',
    permission: null,
    note: 'sealed by us, or refused',
    paths: ['GET /pay/:provider', 'GET /pay/:provider/back', 'POST /pay/:provider/back'],
  },
  {
    route: 'GET /healthz, /readyz',
    permission: null,
    note: 'that we are alive, and no more',
    paths: ['GET /healthz', 'GET /readyz'],
  },
  {
    route: 'GET /, /graphiql',
    permission: null,
    note: 'the page and the playground, without data',
    paths: ['GET /graphiql', 'GET /{*route}'],
  },
] as const satisfies readonly {
  route: string;
  permission: Permission | null;
  note: string;
  paths: readonly string[];
}[];

const OPEN = 'open: ';
const SIGNED_IN = 'signed in';

/** A row per operation, by name. Throws where one has no rule. */
export function accessTable(schema: GraphQLSchema): AccessRow[] {
  const sorted = lexicographicSortSchema(schema);
  return (['query', 'mutation', 'subscription'] as const).flatMap((kind) =>
    Object.values(sorted.getRootType(kind as never)?.getFields() ?? {}).map((field) => {
      const rule = ruleOf(field);
      const permission = asPermission(rule);
      const isOpen = rule.startsWith(OPEN);
      if (!permission && !isOpen && rule !== SIGNED_IN) {
        throw new Error(`${field.name} has no rule`);
      }
      return {
        kind,
        name: field.name,
        permission,
        needsSignIn: !isOpen,
        reason: permission ? null : isOpen ? rule : 'signed in: for what is one’s own',
        roles: rolesWith(permission),
      };
    }),
  );
}

/** Fields that need a permission of their own, or are shortened for who lacks one. */
export function fieldRules(schema: GraphQLSchema): { field: string; rule: string }[] {
  const roots = ['Query', 'Mutation', 'Subscription'];
  return Object.values(lexicographicSortSchema(schema).getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !roots.includes(name))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({
        field: `${type.name}.${field.name}`,
        rule: ruleOf(field),
      })),
    )
    .filter(({ rule }) => rule === 'masked' || asPermission(rule) !== null);
}

const ruleOf = (field: GraphQLField<unknown, unknown>) => {
  const rule = field.extensions['accessRule'];
  return typeof rule === 'string' ? rule : '';
};
const asPermission = (rule: string) =>
  Object.values(Permission).find((permission) => permission === rule) ?? null;
const rolesWith = (permission: Permission | null) =>
  Object.values(Role).filter((role) => !permission || permissionsOf(role).has(permission));

/** The text of `docs/permissions.md`. */
export function printAccessText(schema: GraphQLSchema): string {
  const roles = Object.values(Role);
  const marks = (has: readonly Role[]) => roles.map((role) => (has.includes(role) ? '✓' : ''));
  const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
    [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const rows = accessTable(schema);
  const operations = (kind: AccessRow['kind']) =>
    table(
      [kind, 'permission', ...roles],
      rows
        .filter((row) => row.kind === kind)
        .map(({ name, permission, reason, roles: has }) => [
          `\`${name}\``,
          permission ? `\`${permission}\`` : (reason ?? ''),
          ...marks(has),
        ]),
    );
  return `# Who may do what

Printed by \`npm run schema\` from the live schema and [domain/permission.ts](../packages/server/src/domain/permission.ts);
a test tries each of them for every role and for a token of each permission. A token has the permissions it was
made with. Everything holds in the checkouts that a member or a token reaches; what lies in others looks as if it
did not exist. No role holds \`WRITE_CHECKOUT\`: a checkout page is a program with a token of its own.

## Permissions
${table(
  ['permission', ...roles],
  Object.values(Permission).map((one) => [`\`${one}\``, ...marks(rolesWith(one))]),
)}

## Operations of the API
${operations('query')}

${operations('mutation')}

${operations('subscription')}

## Fields with a rule of their own
*masked*: shortened or left out for whoever lacks \`READ_PERSONAL_DATA\`.

${table(
  ['field', 'rule'],
  fieldRules(schema).map(({ field, rule }) => [
    `\`${field}\``,
    rule === 'masked' ? rule : `\`${rule}\``,
  ]),
)}

## Beside the API
${table(
  ['route', 'permission', 'note'],
  routes.map(({ route, permission, note }) => [
    `\`${route}\``,
    permission ? `\`${permission}\`` : 'open',
    note,
  ]),
)}
`;
}
