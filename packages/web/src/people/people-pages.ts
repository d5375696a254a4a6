import type { Permission } from '../generated.ts';

/** The pages about people and scripts, in the order of their tabs, each with the permission it needs. */
const pages: readonly (readonly [to: string, name: string, permission: Permission])[] = [
  ['/people/members', 'Members', 'MANAGE_MEMBERS'],
  ['/people/tokens', 'API tokens', 'MANAGE_TOKENS'],
  ['/people/audit', 'Audit log', 'READ_AUDIT_LOG'],
  ['/people/personal-data', 'Personal data', 'MANAGE_PERSONAL_DATA'],
];

/** Those that somebody with these permissions may open. */
export function peoplePages(
  permissions: readonly Permission[],
): readonly (readonly [to: string, name: string])[] {
  return pages.flatMap(([to, name, permission]) =>
    permissions.includes(permission) ? [[to, name] as const] : [],
  );
}
