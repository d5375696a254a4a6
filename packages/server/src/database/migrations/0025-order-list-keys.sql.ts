/**
 * What the filters of the list compare as a whole, as keys for one index: `order-keys.ts` says what for. Every
 * key of a visit begins with a question mark. Of a text that filters find in any case, the key is in small letters.
 */
export const orderListKeys = String.raw`
create function order_list_keys(is_visit boolean, status text, checkout_id text, offer_id text, link_id text,
  source text, tags text[], discount_code text, country text, region text, currency text, payment_provider text,
  paid_through text, device text, consent text, lines jsonb)
-- Dear, so that the planner asks the index and does not compute the keys of every order.
returns text[] language plpgsql immutable parallel safe cost 1000 as $$
declare
  mark text := case when is_visit then '?' else '' end;
  keys text[] := array[
    mark || 'status=' || status, mark || 'checkout=' || checkout_id, mark || 'offer=' || offer_id,
    mark || 'link=' || coalesce(link_id, ''), mark || 'source=' || coalesce(lower(source), ''),
    mark || 'code=' || coalesce(lower(discount_code), ''), mark || 'country=' || coalesce(country, ''),
    mark || 'region=' || coalesce(region, ''), mark || 'currency=' || currency,
    mark || 'provider=' || coalesce(payment_provider, ''), mark || 'paid=' || coalesce(paid_through, ''),
    mark || 'device=' || coalesce(device, ''), mark || 'consent=' || consent];
  one text;
begin
  if tags = '{}' then keys := keys || (mark || 'tag='); end if;
  foreach one in array tags loop keys := keys || (mark || 'tag=' || one); end loop;
  foreach one in array array['MAIN', 'ORDER_BUMP', 'PRE_UPSELL'] loop
    if lines @> jsonb_build_array(jsonb_build_object('kind', one)) then keys := keys || (mark || 'kind=' || one); end if;
  end loop;
  return keys;
end
$$;
`;
