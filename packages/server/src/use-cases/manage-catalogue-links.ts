import { CheckoutLinkTable, OfferTable } from '../database/catalogue.ts';
import { query } from '../database/orm.ts';
import { once } from './idempotency.ts';
import { recordSaved } from './manage-catalogue.ts';
import {
  archivedSince,
  blankToNull,
  changesBetween,
  invalid,
  lengthRefusals,
  refuseUnlessOwn,
} from './manage-catalogue-checks.ts';
import { lockCheckout, nameRefusals, refuseAny } from './manage-configuration-checks.ts';
import type { Outcome, Refusal } from './outcome.ts';
import { decide, type Request, type Work } from './request.ts';

export type SaveCheckoutLink = {
  readonly id?: string | null;
  readonly idempotencyKey: string;
  readonly checkoutId: string;
  readonly offerId: string;
  readonly slug: string;
  readonly name: string;
  readonly source?: string | null;
  readonly tags: readonly string[];
  readonly archived: boolean;
};

const LONGEST_TAG = 100;
const MOST_TAGS = 20;

/** Makes a checkout link or changes one. Orders keep the name, source and tags of their moment. */
export async function saveCheckoutLink(
  input: SaveCheckoutLink,
  request: Request,
): Promise<Outcome<{ id: string }>> {
  return decide(request, (work) =>
    once(work, { operation: 'saveCheckoutLink', key: input.idempotencyKey, input }, async () => {
      await lockCheckout(work, input.checkoutId, ['checkoutId']);
      const present = input.id ? await work.em.findOne(CheckoutLinkTable, { id: input.id }) : null;
      if (input.id) refuseUnlessOwn(work, present, input.checkoutId, 'checkout link');
      const slug = input.slug.trim();
      refuseAny([
        ...nameRefusals(input.name, ['name']),
        ...lengthRefusals(input.source, 200, 'source'),
        ...tagRefusals(input.tags),
        ...(await offerRefusals(work, input)),
        ...(await slugRefusals(work, slug, present?.id ?? null)),
      ]);
      const values = {
        offerId: input.offerId,
        slug,
        name: input.name.trim(),
        source: blankToNull(input.source),
        tags: [...new Set(input.tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))],
        archivedAt: archivedSince(present?.archivedAt, input.archived, work.now),
      };
      const changes = changesBetween(present && { ...present }, values);
      const id = present?.id ?? request.tools.newId('lnk');
      if (present) work.em.assign(present, values);
      else {
        const { checkoutId } = input;
        work.em.create(CheckoutLinkTable, { id, checkoutId, ...values, createdAt: work.now });
      }
      recordSaved(work, id, { what: 'link', name: values.name, isNew: !present, changes });
      return { id };
    }),
  );
}

function tagRefusals(tags: readonly string[]): Refusal[] {
  if (tags.length > MOST_TAGS) return [invalid(`At most ${MOST_TAGS} tags.`, 'tags')];
  return tags.flatMap((tag, index) => lengthRefusals(tag, LONGEST_TAG, 'tags', index));
}

async function offerRefusals(work: Work, input: SaveCheckoutLink): Promise<Refusal[]> {
  const { offerId: id, checkoutId } = input;
  const offer = await work.em.findOne(OfferTable, { id, checkoutId });
  if (!offer) {
    const message = 'There is no such offer in this checkout.';
    return [{ code: 'NOT_FOUND', message, path: ['offerId'] }];
  }
  if (!offer.archivedAt || input.archived) return [];
  return [invalid(`“${offer.name}” is put away. Choose an offer that is sold.`, 'offerId')];
}

/** Unique in the whole shop: the lock lets two that want the same slug come one after the other. */
async function slugRefusals(work: Work, slug: string, ownId: string | null): Promise<Refusal[]> {
  if (!/^[a-zA-Z0-9_-]{1,100}$/u.test(slug)) {
    return [invalid('A slug has 1 to 100 letters a–z, digits, “-” and “_”.', 'slug')];
  }
  await query(work.em, `select pg_advisory_xact_lock(hashtextextended('slug:' || $1, 11))`, [slug]);
  const taken = await query(
    work.em,
    'select id from checkout_link where slug = $1 and id is distinct from $2',
    [slug, ownId],
  );
  return taken.length === 0
    ? []
    : [invalid(`The slug “${slug}” is taken. Choose another.`, 'slug')];
}
