import fs from 'node:fs';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeSchema, printSchemaText } from './schema.ts';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
});

const ownTypes = () =>
  Object.values(schema.getTypeMap()).filter(
    ({ name }) => !/^__|^(String|Int|Float|Boolean|ID)$/.test(name),
  );
const fieldsOf = (typeName: string): GraphQLField<unknown, unknown>[] => {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} has no fields`);
  return Object.values(type.getFields());
};
const ruleOf = (field: GraphQLField<unknown, unknown>) => field.extensions['accessRule'];

describe('the schema', () => {
  test('is the one that is committed: print it anew after a change', async () => {
    const committed = fs.readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
    expect(await printSchemaText()).toBe(committed);
  });

  test('describes every type, field, argument, input and enum value', () => {
    const silent: string[] = [];
    const look = (name: string, { description }: { description?: string | null | undefined }) => {
      if (!description) silent.push(name);
    };
    for (const type of ownTypes()) {
      if (!['Query', 'Mutation', 'Subscription'].includes(type.name)) look(type.name, type);
      if (isEnumType(type)) {
        for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
      }
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields()))
          look(`${type.name}.${field.name}`, field);
      }
      if (isObjectType(type) || isInterfaceType(type)) {
        for (const field of Object.values(type.getFields())) {
          look(`${type.name}.${field.name}`, field);
          for (const arg of field.args) look(`${type.name}.${field.name}(${arg.name})`, arg);
        }
      }
    }
    expect(ownTypes().length).toBeGreaterThan(60);
    expect(silent).toEqual([]);
  });
});

describe('access rules', () => {
  test('stand at every operation, and only `viewer` and `rateLimit` are open to everybody', () => {
    const operations = ['Query', 'Mutation', 'Subscription'].flatMap((type) =>
      fieldsOf(type).map((field) => [`${type}.${field.name}`, ruleOf(field)] as const),
    );
    expect(Object.fromEntries(operations)).toEqual({
      'Query.viewer': 'open: a page must be able to ask whether anybody is signed in',
      'Query.rateLimit': 'open: whoever is limited may ask how far',
      'Query.node': 'READ_ORDERS',
      'Query.order': 'READ_ORDERS',
      'Query.orders': 'READ_ORDERS',
      'Query.orderFacets': 'READ_ORDERS',
      'Query.attentionCount': 'READ_ORDERS',
      'Query.checkouts': 'READ_ORDERS',
      'Mutation.openCheckout': 'WRITE_CHECKOUT',
      'Mutation.updateCheckout': 'WRITE_CHECKOUT',
      'Mutation.submitBilling': 'WRITE_CHECKOUT',
      'Mutation.startPayment': 'WRITE_CHECKOUT',
      'Mutation.rerunAction': 'RERUN_ACTIONS',
      'Mutation.completeOrder': 'COMPLETE_ORDERS',
      'Query.refundPreview': 'REFUND_ORDERS',
      'Mutation.refundOrder': 'REFUND_ORDERS',
      'Mutation.settleRefundLeg': 'REFUND_ORDERS',
      'Query.auditLog': 'READ_AUDIT_LOG',
      'Query.auditFacets': 'READ_AUDIT_LOG',
      'Query.settings': 'MANAGE_SETTINGS',
      'Mutation.saveSettings': 'MANAGE_SETTINGS',
      'Query.customerData': 'MANAGE_PERSONAL_DATA',
      'Mutation.requestCustomerExport': 'MANAGE_PERSONAL_DATA',
      'Mutation.eraseCustomer': 'MANAGE_PERSONAL_DATA',
      'Query.apiTokens': 'MANAGE_TOKENS',
      'Query.givablePermissions': 'MANAGE_TOKENS',
      'Mutation.createApiToken': 'MANAGE_TOKENS',
      'Mutation.revokeApiToken': 'MANAGE_TOKENS',
      'Query.bulkRerun': 'RERUN_ACTIONS',
      'Query.bulkReruns': 'RERUN_ACTIONS',
      'Mutation.rerunFailedActions': 'RERUN_ACTIONS',
      'Mutation.cancelBulkRerun': 'RERUN_ACTIONS',
      'Subscription.bulkRerunChanged': 'RERUN_ACTIONS',
      'Query.salesReport': 'READ_REPORTS',
      'Query.orderExport': 'EXPORT_ORDERS',
      'Mutation.requestOrderExport': 'EXPORT_ORDERS',
      'Mutation.cancelOrderExport': 'EXPORT_ORDERS',
      'Subscription.orderExportChanged': 'EXPORT_ORDERS',
      'Query.actionKinds': 'MANAGE_CONFIGURATION',
      'Query.actionConfigurations': 'MANAGE_CONFIGURATION',
      'Query.actionConfiguration': 'MANAGE_CONFIGURATION',
      'Query.previewAction': 'MANAGE_CONFIGURATION',
      'Query.products': 'MANAGE_CONFIGURATION',
      'Query.offers': 'MANAGE_CONFIGURATION',
      'Query.checkoutLinks': 'MANAGE_CONFIGURATION',
      'Query.discountCodes': 'MANAGE_CONFIGURATION',
      'Mutation.createActionConfiguration': 'MANAGE_CONFIGURATION',
      'Mutation.updateActionConfiguration': 'MANAGE_CONFIGURATION',
      'Mutation.deleteActionConfiguration': 'MANAGE_CONFIGURATION',
      'Mutation.testActionConfiguration': 'MANAGE_CONFIGURATION',
      'Mutation.saveCheckout': 'MANAGE_CONFIGURATION',
      'Mutation.saveProduct': 'MANAGE_CONFIGURATION',
      'Mutation.saveOffer': 'MANAGE_CONFIGURATION',
      'Mutation.saveCheckoutLink': 'MANAGE_CONFIGURATION',
      'Mutation.saveDiscountCode': 'MANAGE_CONFIGURATION',
      'Query.members': 'MANAGE_MEMBERS',
      'Query.invitations': 'MANAGE_MEMBERS',
      'Mutation.inviteMember': 'MANAGE_MEMBERS',
      'Mutation.resendInvitation': 'MANAGE_MEMBERS',
      'Mutation.withdrawInvitation': 'MANAGE_MEMBERS',
      'Mutation.updateMember': 'MANAGE_MEMBERS',
      'Mutation.disableMember': 'MANAGE_MEMBERS',
      'Mutation.enableMember': 'MANAGE_MEMBERS',
      'Mutation.revokeMemberSessions': 'MANAGE_MEMBERS',
      'Mutation.revokeSession': 'MANAGE_MEMBERS',
      'Mutation.revokeOwnSession': 'signed in',
      'Mutation.revokeOwnOtherSessions': 'signed in',
      'Subscription.attentionCount': 'READ_ORDERS',
      'Subscription.orderChanged': 'READ_ORDERS',
      'Subscription.actionChanged': 'READ_ORDERS',
    });
  });

  test('ask for a fresh proof before members are changed', () => {
    const fresh = fieldsOf('Mutation').filter(({ extensions }) => extensions['isFresh']);
    expect(fresh.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'inviteMember',
        'resendInvitation',
        'withdrawInvitation',
        'updateMember',
        'disableMember',
        'enableMember',
        'revokeMemberSessions',
        'revokeSession',
      ]),
    );
  });

  test('stand at every field that holds or leads to personal data', () => {
    const personalFields = [
      ...fieldsOf('Customer'),
      ...fieldsOf('BillingField'),
      ...fieldsOf('ActionAttempt').filter(({ name }) => ['request', 'response'].includes(name)),
      ...fieldsOf('Order').filter(({ name }) => name === 'customer'),
      ...fieldsOf('PreviewActionPayload').filter(({ name }) => name !== 'errors'),
    ];
    expect(personalFields).toHaveLength(19);
    expect(personalFields.filter((field) => !ruleOf(field)).map(({ name }) => name)).toEqual([]);
  });

  test('say of JSON, in which anything may hide, that it is masked', () => {
    const json = ownTypes()
      .filter(isObjectType)
      .flatMap((type) => Object.values(type.getFields()))
      .filter(({ type }) => String(type).startsWith('JSON'));
    expect(json.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['request', 'response', 'body']),
    );
    expect(json.filter((field) => ruleOf(field) !== 'masked')).toEqual([]);
  });
});
