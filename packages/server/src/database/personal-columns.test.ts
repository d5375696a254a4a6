import fs from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { query } from './orm.ts';

// What every column that can hold words is about. A new one belongs into one of these lists: where it says
// anything of a customer, then also into docs/personal-data.md and into what an erasure empties.

/** Says something of a customer, or may quote them. */
const ofCustomers = `
  orders.email orders.first_name orders.last_name orders.billing_fields orders.region orders.opened_region
  orders.attention_summary
  order_list.email order_list.first_name order_list.last_name order_list.region order_list.email_key
  order_list.search order_list.payment order_list.payment_references order_list.attention_summary
  action.message action.given_to action_step.fact
  attempt.message attempt.technical attempt.request attempt.response
  payment.failure_message payment.redirect_url payment.client_secret payment.provider_reference
  refund.reason refund_leg.failure_message refund_leg.provider_reference received_event.event_id
  history_entry.reason history_reason.reason order_export.wish idempotency_key.key idempotency_key.result
  report_order.region rate_limit.key`;

/** Of members, of whoever holds a token, and of those who are invited. */
const ofStaff = `
  action.run_actor_name attempt.actor_name bulk_rerun.actor_name refund.actor_name order_export.actor_name
  orders.closed_by_name order_list.completed_by_name action_configuration_version.created_by
  api_token.created_by api_token.name history_entry.actor_name history_entry.from_address
  history_entry.from_agent idempotency_key.actor setting.changed_by member.name member.email
  invitation.email invitation.name invitation.invited_by passkey.name api_token.allowed_addresses
  personal_data_reading.actor`;

/** Sealed, or a digest that nothing can be read from. */
const secrets = `
  action.settings action_configuration_version.settings setting.value order_export.address_key
  api_token.hash invitation.token_hash idempotency_key.input_hash
  passkey.public_key passkey_challenge.challenge passkey_challenge.holder password_reset.token_hash
  used_code.code`;

/** The seller's own words, machine words, and figures. */
const neither = `
  action.kind action.name action.purpose action.next_trigger action.worker action_step.step
  action_configuration.kind action_configuration.name action_configuration_version.name
  add_on.description add_on.kind add_on.name alert.reason api_token.permissions api_token.prefix
  attempt.trigger attempt.worker book_entry.kind bulk_rerun_action.refusal checkout.name checkout.return_url
  checkout_link.name checkout_link.slug checkout_link.source checkout_link.tags
  discount_code.code discount_code.description discount_code.kind
  history_entry.chain history_entry.changes history_entry.event history_entry.hash history_entry.summary
  history_head.chain history_head.hash idempotency_key.operation invitation.role member.role migration.name
  offer.name passkey.transports passkey_challenge.purpose order_export.failure order_export.state order_line.kind order_line.product_name
  order_list.analytics_consent order_list.attention order_list.country order_list.device
  order_list.discount_code order_list.lines order_list.link_name order_list.number order_list.paid_through
  order_list.payment_provider order_list.source order_list.tags order_list.unfinished_kinds order_tag.tag
  orders.analytics_consent orders.attention orders.device orders.discount_code orders.language
  orders.link_name orders.number orders.source orders.tags
  payment.method payment.provider payment.status personal_data_reading.operations product.name product.type
  received_event.provider received_event.status
  refund_difference.kind refund_difference.ours refund_difference.provider refund_difference.subject
  refund_difference.summary refund_difference.theirs refund_leg.provider_key
  report_order.consent report_order.country report_order.currency report_order.device
  report_order.discount_code report_order.entries report_order.payment report_order.source report_order.tags
  report_rollup.currency report_rollup.dimension report_rollup.grain report_rollup.key report_rollup.within
  setting.name`;

const namesIn = (list: string) => list.trim().split(/\s+/u);

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('every column that can hold words is known to be about a customer, about staff, secret, or neither', async () => {
  // Our own ids say nothing; what a provider calls something is no id of ours.
  const columns = await query<{ name: string }>(
    database.orm.em.fork(),
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and domain_name is null
       and data_type in ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY')
       and (column_name !~ '(^|_)ids?$' or table_name || '.' || column_name = 'received_event.event_id')
     order by 1`,
  );
  const known = [ofCustomers, ofStaff, secrets, neither].flatMap(namesIn);
  expect(columns.map(({ name }) => name)).toEqual(known.toSorted());
  expect(new Set(known).size).toBe(known.length);
});

test('the document names every column about a customer', () => {
  const document = fs.readFileSync(
    new URL('../../../../docs/personal-data.md', import.meta.url),
    'utf8',
  );
  const unnamed = namesIn(ofCustomers).filter((name) => !document.includes(`\`${name}\``));
  expect(unnamed).toEqual([]);
});
