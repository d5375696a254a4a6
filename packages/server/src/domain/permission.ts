// Who may do what (`rules.md`, "People and scripts"), and how personal data looks to those who
// may not read it. Which checkouts somebody may see is not decided here.

/** The role of a member of the shop. */
export const Role = {
  VIEWER: 'VIEWER',
  CUSTOMER_SERVICE: 'CUSTOMER_SERVICE',
  MAINTAINER: 'MAINTAINER',
  ADMIN: 'ADMIN',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

/** One thing that a person or a token may be allowed to do. */
export const Permission = {
  READ_ORDERS: 'READ_ORDERS',
  READ_PERSONAL_DATA: 'READ_PERSONAL_DATA',
  COMPLETE_ORDERS: 'COMPLETE_ORDERS',
  RERUN_ACTIONS: 'RERUN_ACTIONS',
  FORCE_RERUN: 'FORCE_RERUN',
  REFUND_ORDERS: 'REFUND_ORDERS',
  EXPORT_ORDERS: 'EXPORT_ORDERS',
  READ_REPORTS: 'READ_REPORTS',
  MANAGE_CONFIGURATION: 'MANAGE_CONFIGURATION',
  MANAGE_SETTINGS: 'MANAGE_SETTINGS',
  MANAGE_MEMBERS: 'MANAGE_MEMBERS',
  MANAGE_TOKENS: 'MANAGE_TOKENS',
  READ_AUDIT_LOG: 'READ_AUDIT_LOG',
  MANAGE_PERSONAL_DATA: 'MANAGE_PERSONAL_DATA',
  WRITE_CHECKOUT: 'WRITE_CHECKOUT',
} as const;
export type Permission = (typeof Permission)[keyof typeof Permission];

/** Who did something: a member, an API token, a payment provider, or the product itself. */
export const ActorKind = {
  PERSON: 'PERSON',
  TOKEN: 'TOKEN',
  PROVIDER: 'PROVIDER',
  SYSTEM: 'SYSTEM',
} as const;
export type ActorKind = (typeof ActorKind)[keyof typeof ActorKind];

const customerService: readonly Permission[] = [
  'READ_ORDERS',
  'READ_PERSONAL_DATA',
  'COMPLETE_ORDERS',
  'RERUN_ACTIONS',
  'FORCE_RERUN',
  'REFUND_ORDERS',
];

const permissions: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  VIEWER: new Set<Permission>(['READ_ORDERS', 'READ_REPORTS', 'EXPORT_ORDERS']),
  CUSTOMER_SERVICE: new Set(customerService),
  MAINTAINER: new Set<Permission>([
    ...customerService,
    'READ_REPORTS',
    'EXPORT_ORDERS',
    'MANAGE_CONFIGURATION',
  ]),
  // A checkout page is a program: no person's role opens the door made for it.
  ADMIN: new Set(Object.values(Permission).filter((one) => one !== 'WRITE_CHECKOUT')),
};

/** Everything a role allows, in the checkouts it holds for. */
export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return permissions[role];
}

const HIDDEN = '…';

/** An email for those who may not read it, still telling domains apart: `t…@example.com`. */
export function maskEmail(email: string): string;
export function maskEmail(email: string | null): string | null;
export function maskEmail(email: string | null): string | null {
  if (!email) return email;
  const at = email.lastIndexOf('@');
  return at < 0 ? firstOf(email) + HIDDEN : firstOf(email.slice(0, at)) + HIDDEN + email.slice(at);
}

/** A name by its first letter: `V…`. */
export function maskName(name: string): string;
export function maskName(name: string | null): string | null;
export function maskName(name: string | null): string | null {
  return name ? firstOf(name) + HIDDEN : name;
}

/** Any other answer of the billing form: only that there is one. */
export function maskText(text: string): string;
export function maskText(text: string | null): string | null;
export function maskText(text: string | null): string | null {
  return text ? HIDDEN : text;
}

/** By code point: half of a surrogate pair would be no letter at all. */
function firstOf(text: string): string {
  return /^./su.exec(text)?.[0] ?? '';
}
