import { describe, expect, test } from 'vitest';
import { maskEmail, maskName, maskText, Permission, permissionsOf, Role } from './permission.ts';

describe('permissionsOf', () => {
  test.each<[Role, Permission[]]>([
    ['VIEWER', ['EXPORT_ORDERS', 'READ_ORDERS', 'READ_REPORTS']],
    [
      'CUSTOMER_SERVICE',
      [
        'COMPLETE_ORDERS',
        'FORCE_RERUN',
        'READ_ORDERS',
        'READ_PERSONAL_DATA',
        'REFUND_ORDERS',
        'RERUN_ACTIONS',
      ],
    ],
    [
      'MAINTAINER',
      [
        'COMPLETE_ORDERS',
        'EXPORT_ORDERS',
        'FORCE_RERUN',
        'MANAGE_CONFIGURATION',
        'READ_ORDERS',
        'READ_PERSONAL_DATA',
        'READ_REPORTS',
        'REFUND_ORDERS',
        'RERUN_ACTIONS',
      ],
    ],
    [
      'ADMIN',
      [
        'COMPLETE_ORDERS',
        'EXPORT_ORDERS',
        'FORCE_RERUN',
        'MANAGE_CONFIGURATION',
        'MANAGE_MEMBERS',
        'MANAGE_PERSONAL_DATA',
        'MANAGE_SETTINGS',
        'MANAGE_TOKENS',
        'READ_AUDIT_LOG',
        'READ_ORDERS',
        'READ_PERSONAL_DATA',
        'READ_REPORTS',
        'REFUND_ORDERS',
        'RERUN_ACTIONS',
      ],
    ],
  ])('a %s may do exactly what its role says', (role, permissions) => {
    expect([...permissionsOf(role)].sort()).toEqual(permissions);
  });

  test('no role may act as a checkout page', () => {
    for (const role of Object.values(Role)) {
      expect(permissionsOf(role).has(Permission.WRITE_CHECKOUT)).toBe(false);
    }
  });
});

describe('masking', () => {
  test.each([
    ['timo@example.com', 't…@example.com'],
    ['"a@b"@example.com', '"…@example.com'],
    ['@example.com', '…@example.com'],
    ['not an address', 'n…'],
    ['𝒯imo@example.com', '𝒯…@example.com'],
    ['', ''],
    [null, null],
  ])('shows the email %s as %s', (email, masked) => {
    expect(maskEmail(email)).toBe(masked);
  });

  test.each([
    ['Virtanen', 'V…'],
    ['Åberg', 'Å…'],
    ['\nLi', '\n…'],
    ['', ''],
    [null, null],
  ])('shows the name %j as %j', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  test.each([
    ['+358 40 123 4567', '…'],
    ['', ''],
    [null, null],
  ])('shows the answer %j as %j', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });
});
