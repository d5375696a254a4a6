import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import {
  accepted,
  makeShop,
  newKey,
  requestOf,
  shop,
  surroundings,
  visit,
} from '../../test/kit/shop.ts';
import { findOffers, findProducts } from '../database/catalogue-parts.ts';
import { query } from '../database/orm.ts';
import { saveCheckout, saveProduct, type SaveProduct } from './manage-catalogue.ts';
import { saveDiscountCode, type SaveDiscountCode } from './manage-catalogue-codes.ts';
import { saveCheckoutLink, type SaveCheckoutLink } from './manage-catalogue-links.ts';
import { saveOffer, type SaveOffer } from './manage-catalogue-offers.ts';
import { openCheckout } from './open-checkout.ts';
import type { Outcome } from './outcome.ts';
import { updateCheckout, type UpdateCheckout } from './update-checkout.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
  await rows(`insert into checkout (id, name, created_at) values ('chk_other', 'Other', now())`);
  await rows(`insert into product (id, checkout_id, name, type, vat_rate_bp, created_at)
    values ('prd_other', 'chk_other', 'Elsewhere', 'SERVICE', 0, now())`);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const refusalsOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? [] : outcome.refusals.map(({ code, path }) => [code, path?.join('.') ?? null]);
const historyOf = (chain: string) =>
  rows<{ event: string; summary: string; changes: unknown[] }>(
    'select event, summary, changes from history_entry where chain = $1 order by seq',
    [chain],
  );
const onlyOther = () => requestOf(database, { reach: ['chk_other'] });

const product = (more: Partial<SaveProduct> = {}): SaveProduct => ({
  idempotencyKey: newKey(),
  checkoutId: shop.checkoutId,
  name: 'Oil course',
  type: 'ONLINE_COURSE',
  vatRateBp: 2550,
  prices: [{ currency: 'EUR', priceMinor: 9900, discountedMinor: 7900 }],
  archived: false,
  ...more,
});
const offer = (more: Partial<SaveOffer> = {}): SaveOffer => ({
  idempotencyKey: newKey(),
  checkoutId: shop.checkoutId,
  name: 'Everything',
  products: [{ productId: shop.courseId, prices: [] }],
  addOns: [],
  archived: false,
  ...more,
});
const bump = (more: Partial<SaveOffer['addOns'][number]> = {}): SaveOffer['addOns'][number] => ({
  kind: 'ORDER_BUMP',
  productId: shop.ebookId,
  name: 'Add the e-book',
  prices: [{ currency: 'EUR', priceMinor: 1500 }],
  archived: false,
  ...more,
});
const link = (more: Partial<SaveCheckoutLink> = {}): SaveCheckoutLink => ({
  idempotencyKey: newKey(),
  checkoutId: shop.checkoutId,
  offerId: shop.offerId,
  slug: `link-${newKey()}`,
  name: 'Spring letter',
  source: ' letter ',
  tags: ['spring', ' spring', ''],
  archived: false,
  ...more,
});
const code = (more: Partial<SaveDiscountCode> = {}): SaveDiscountCode => ({
  idempotencyKey: newKey(),
  checkoutId: shop.checkoutId,
  code: `Code ${newKey()}`,
  kind: 'PERCENT',
  percentBp: 1250,
  amounts: [],
  excludeDiscounted: false,
  productIds: [],
  active: true,
  ...more,
});

describe('a product', () => {
  test('is saved with its prices per currency, and its history says what changed', async () => {
    const { id } = accepted(await saveProduct(product(), requestOf(database)));
    accepted(
      await saveProduct(
        product({ id, name: 'Oils', prices: [{ currency: 'JPY', priceMinor: 15_000 }] }),
        requestOf(database),
      ),
    );
    expect(await findProducts(database.orm.em.fork(), { ids: [id] })).toMatchObject([
      {
        checkoutId: 'chk_test',
        name: 'Oils',
        type: 'ONLINE_COURSE',
        vatRateBp: 2550,
        archivedAt: null,
        prices: [{ currency: 'JPY', priceMinor: 15_000, discountedMinor: null }],
      },
    ]);
    expect(await historyOf(id)).toEqual([
      {
        event: 'product.created',
        summary: 'Oil course was created.',
        changes: [
          { field: 'name', before: null, after: 'Oil course' },
          { field: 'type', before: null, after: 'ONLINE_COURSE' },
          { field: 'vatRateBp', before: null, after: '2550' },
          { field: 'prices', before: null, after: 'EUR 99.00 (79.00)' },
        ],
      },
      {
        event: 'product.changed',
        summary: 'Oils was changed.',
        changes: [
          { field: 'name', before: 'Oil course', after: 'Oils' },
          { field: 'prices', before: 'EUR 99.00 (79.00)', after: 'JPY 15000' },
        ],
      },
    ]);
  });

  test('saved twice with one key is one product', async () => {
    const input = product();
    const first = accepted(await saveProduct(input, requestOf(database)));
    expect(accepted(await saveProduct(input, requestOf(database)))).toEqual(first);
    expect(await historyOf(first.id)).toHaveLength(1);
  });

  test.each<[string, Partial<SaveProduct>, unknown[]]>([
    ['without a name', { name: '  ' }, [['INVALID', 'name']]],
    ['with a name of 201 characters', { name: 'x'.repeat(201) }, [['INVALID', 'name']]],
    ['taxed above 100 %', { vatRateBp: 10_001 }, [['INVALID', 'vatRateBp']]],
    ['taxed below 0 %', { vatRateBp: -1 }, [['INVALID', 'vatRateBp']]],
    [
      'whose discounted price is not lower',
      { prices: [{ currency: 'EUR', priceMinor: 100, discountedMinor: 100 }] },
      [['INVALID', 'prices.0.discountedMinor']],
    ],
    [
      'with a price below zero',
      { prices: [{ currency: 'EUR', priceMinor: -1 }] },
      [['INVALID', 'prices.0.priceMinor']],
    ],
    [
      'with two prices in one currency',
      {
        prices: [
          { currency: 'EUR', priceMinor: 1 },
          { currency: 'EUR', priceMinor: 2 },
        ],
      },
      [['INVALID', 'prices.1.currency']],
    ],
    [
      'in a currency that does not exist',
      { prices: [{ currency: 'EUX', priceMinor: 1 }] },
      [['INVALID', 'prices.0.currency']],
    ],
    ['in a checkout that is not there', { checkoutId: 'chk_none' }, [['NOT_FOUND', 'checkoutId']]],
    ['that is not there', { id: 'prd_none' }, [['NOT_FOUND', 'id']]],
    [
      'that would move to another checkout',
      { id: 'prd_course', checkoutId: 'chk_other' },
      [['INVALID', 'checkoutId']],
    ],
    [
      'with several mistakes, all named at once',
      { name: '', vatRateBp: 99_999, prices: [{ currency: 'EUR', priceMinor: -5 }] },
      [
        ['INVALID', 'name'],
        ['INVALID', 'vatRateBp'],
        ['INVALID', 'prices.0.priceMinor'],
      ],
    ],
  ])('%s is refused and nothing is written', async (_, wrong, refusals) => {
    const before = await rows('select * from product order by id');
    expect(refusalsOf(await saveProduct(product(wrong), requestOf(database)))).toEqual(refusals);
    expect(await rows('select * from product order by id')).toEqual(before);
  });

  test('out of reach looks like one that does not exist', async () => {
    const wish = product({ id: shop.courseId, checkoutId: 'chk_other' });
    expect(await saveProduct(wish, onlyOther())).toEqual(
      await saveProduct({ ...wish, id: 'prd_none' }, onlyOther()),
    );
    expect(refusalsOf(await saveProduct(product(), onlyOther()))).toEqual([
      ['NOT_FOUND', 'checkoutId'],
    ]);
  });

  test('that an offer still sells is not put away, and the offers are named', async () => {
    const outcome = await saveProduct(
      product({ id: shop.courseId, archived: true }),
      requestOf(database),
    );
    expect(outcome).toEqual({
      ok: false,
      refusals: [
        {
          code: 'INVALID',
          message: 'It is still sold by “Watercolours”. Take it out of there first.',
          path: ['archived'],
        },
      ],
    });
    const { id } = accepted(await saveProduct(product(), requestOf(database)));
    accepted(await saveProduct(product({ id, archived: true }), requestOf(database)));
    expect(
      (await findProducts(database.orm.em.fork(), { ids: [id] }))[0]?.archivedAt,
    ).toBeInstanceOf(Date);
  });
});

describe('an offer', () => {
  test('is saved with its products in order, their prices and what it sells beside them', async () => {
    const { id } = accepted(
      await saveOffer(
        offer({
          products: [
            { productId: shop.ebookId, prices: [{ currency: 'EUR', priceMinor: 1000 }] },
            { productId: shop.courseId, prices: [] },
            { productId: shop.courseId, prices: [] },
          ],
          addOns: [
            bump({ kind: 'PRE_UPSELL', productId: shop.courseId, replacesProductId: shop.ebookId }),
          ],
        }),
        requestOf(database),
      ),
    );
    expect(await findOffers(database.orm.em.fork(), { ids: [id] })).toMatchObject([
      {
        products: [
          {
            productId: 'prd_ebook',
            prices: [{ currency: 'EUR', priceMinor: 1000, discountedMinor: null }],
          },
          { productId: 'prd_course', prices: [] },
          { productId: 'prd_course', prices: [] },
        ],
      },
    ]);
    expect(
      await rows(
        `select kind, product_id, replaces_product_id, p.price_minor from add_on a
         join add_on_price p on p.add_on_id = a.id where offer_id = $1`,
        [id],
      ),
    ).toEqual([
      {
        kind: 'PRE_UPSELL',
        product_id: 'prd_course',
        replaces_product_id: 'prd_ebook',
        price_minor: 1500,
      },
    ]);
  });

  test('keeps an add-on that is left out, put away, for the orders that hold it', async () => {
    const { id } = accepted(await saveOffer(offer({ addOns: [bump()] }), requestOf(database)));
    const [addOn] = await rows<{ id: string }>('select id from add_on where offer_id = $1', [id]);
    accepted(await saveOffer(offer({ id, addOns: [bump({ name: 'New' })] }), requestOf(database)));
    const found = await rows<{ id: string; name: string; archived: boolean }>(
      'select id, name, archived_at is not null as archived from add_on where offer_id = $1 order by archived_at nulls first',
      [id],
    );
    expect(found).toEqual([
      { id: expect.any(String), name: 'New', archived: false },
      { id: addOn?.id, name: 'Add the e-book', archived: true },
    ]);
  });

  test.each<[string, Partial<SaveOffer>, unknown[]]>([
    ['without a product', { products: [] }, [['INVALID', 'products']]],
    [
      'with a product of another checkout',
      { products: [{ productId: 'prd_other', prices: [] }] },
      [['NOT_FOUND', 'products.0.productId']],
    ],
    [
      'whose upgrade replaces what it does not sell',
      { addOns: [bump({ replacesProductId: shop.ebookId })] },
      [['INVALID', 'addOns.0.replacesProductId']],
    ],
    [
      'with an add-on of kind MAIN',
      { addOns: [bump({ kind: 'MAIN' })] },
      [['INVALID', 'addOns.0.kind']],
    ],
    [
      'with an add-on nobody can buy',
      { addOns: [bump({ prices: [] })] },
      [['INVALID', 'addOns.0.prices']],
    ],
    [
      'with an add-on of another offer',
      { id: 'off_course', addOns: [bump({ id: 'ado_none' })] },
      [['NOT_FOUND', 'addOns.0.id']],
    ],
    ['that is not there', { id: 'off_none' }, [['NOT_FOUND', 'id']]],
  ])('%s is refused', async (_, wrong, refusals) => {
    expect(refusalsOf(await saveOffer(offer(wrong), requestOf(database)))).toEqual(refusals);
  });

  test('does not sell what was put away', async () => {
    const { id } = accepted(await saveProduct(product(), requestOf(database)));
    accepted(await saveProduct(product({ id, archived: true }), requestOf(database)));
    const outcome = await saveOffer(
      offer({ products: [{ productId: id, prices: [] }] }),
      requestOf(database),
    );
    expect(refusalsOf(outcome)).toEqual([['INVALID', 'products.0.productId']]);
  });

  test('that is put away is no longer sold through its links, and its orders keep it', async () => {
    const { id } = accepted(await saveOffer(offer(), requestOf(database)));
    const wish = link({ offerId: id });
    accepted(await saveCheckoutLink(wish, requestOf(database)));
    const open = () =>
      openCheckout(
        { idempotencyKey: newKey(), linkSlug: wish.slug, analyticsConsent: 'ACCEPTED' },
        requestOf(database),
        surroundings.providers,
      );
    const { orderId } = accepted(await open());
    accepted(await saveOffer(offer({ id, archived: true }), requestOf(database)));
    expect(refusalsOf(await open())).toEqual([['NOT_FOUND', 'linkSlug']]);
    expect(await rows('select offer_id from orders where id = $1', [orderId])).toEqual([
      { offer_id: id },
    ]);
  });
});

describe('a checkout link', () => {
  test('is saved without spaces and repetitions, and orders keep the source of their moment', async () => {
    const wish = link();
    const { id } = accepted(await saveCheckoutLink(wish, requestOf(database)));
    expect(await rows('select source, tags from checkout_link where id = $1', [id])).toEqual([
      { source: 'letter', tags: ['spring'] },
    ]);
    const { orderId } = accepted(
      await openCheckout(
        { idempotencyKey: newKey(), linkSlug: wish.slug, analyticsConsent: 'ACCEPTED' },
        requestOf(database),
        surroundings.providers,
      ),
    );
    accepted(
      await saveCheckoutLink(
        { ...wish, id, idempotencyKey: newKey(), source: 'blog' },
        requestOf(database),
      ),
    );
    expect(await rows('select source from orders where id = $1', [orderId])).toEqual([
      { source: 'letter' },
    ]);
    expect((await historyOf(id)).at(-1)?.changes).toEqual([
      { field: 'source', before: 'letter', after: 'blog' },
    ]);
  });

  test.each<[string, Partial<SaveCheckoutLink>, unknown[]]>([
    ['with a slug that holds a space', { slug: 'my link' }, [['INVALID', 'slug']]],
    ['without a slug', { slug: '' }, [['INVALID', 'slug']]],
    ['with a slug that is taken', { slug: shop.linkSlug }, [['INVALID', 'slug']]],
    ['to an offer of nobody', { offerId: 'off_none' }, [['NOT_FOUND', 'offerId']]],
    ['with a tag of 101 characters', { tags: ['a', 'x'.repeat(101)] }, [['INVALID', 'tags.1']]],
    ['that is not there', { id: 'lnk_none' }, [['NOT_FOUND', 'id']]],
  ])('%s is refused', async (_, wrong, refusals) => {
    expect(refusalsOf(await saveCheckoutLink(link(wrong), requestOf(database)))).toEqual(refusals);
  });

  test('two checkouts that want one slug at the same moment: one gets it, the other is told', async () => {
    await rows(
      `insert into offer (id, checkout_id, name, created_at) values ('off_other', 'chk_other', 'Other', now())`,
    );
    const slug = 'wanted-by-two';
    const outcomes = await Promise.all(
      [link({ slug }), link({ slug, checkoutId: 'chk_other', offerId: 'off_other' })].map((wish) =>
        saveCheckoutLink(wish, requestOf(database)),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.flatMap(refusalsOf)).toEqual([['INVALID', 'slug']]);
  });
});

describe('a discount code', () => {
  test('is saved as a share or as amounts, for all products or some', async () => {
    const fixed = code({
      kind: 'FIXED',
      percentBp: null,
      amounts: [
        { currency: 'SEK', amountMinor: 10_000 },
        { currency: 'EUR', amountMinor: 1_000 },
      ],
      productIds: [shop.courseId],
      usageLimit: 5,
    });
    const { id } = accepted(await saveDiscountCode(fixed, requestOf(database)));
    expect((await historyOf(id))[0]?.changes).toEqual([
      { field: 'code', before: null, after: fixed.code },
      { field: 'kind', before: null, after: 'FIXED' },
      { field: 'usageLimit', before: null, after: '5' },
      { field: 'excludeDiscounted', before: null, after: 'false' },
      { field: 'active', before: null, after: 'true' },
      { field: 'amounts', before: null, after: 'EUR 10.00, SEK 100.00' },
      { field: 'products', before: null, after: 'prd_course' },
    ]);
    accepted(
      await saveDiscountCode(code({ id, code: fixed.code, percentBp: 1 }), requestOf(database)),
    );
    expect(
      await rows(
        `select kind, percent_bp, usage_limit,
           (select count(*)::int from discount_code_amount where discount_code_id = d.id) as amounts,
           (select count(*)::int from discount_code_product where discount_code_id = d.id) as products
         from discount_code d where id = $1`,
        [id],
      ),
    ).toEqual([{ kind: 'PERCENT', percent_bp: 1, usage_limit: null, amounts: 0, products: 0 }]);
  });

  test.each<[string, Partial<SaveDiscountCode>, unknown[]]>([
    ['of 51 characters', { code: 'x'.repeat(51) }, [['INVALID', 'code']]],
    ['without characters', { code: ' ' }, [['INVALID', 'code']]],
    ['that is there in capitals', { code: 'ten' }, [['INVALID', 'code']]],
    ['of 0 %', { percentBp: 0 }, [['INVALID', 'percentBp']]],
    ['of more than 100 %', { percentBp: 10_001 }, [['INVALID', 'percentBp']]],
    ['of no share at all', { percentBp: null }, [['INVALID', 'percentBp']]],
    [
      'of a share and an amount',
      { amounts: [{ currency: 'EUR', amountMinor: 1 }] },
      [['INVALID', 'amounts']],
    ],
    ['of no amount', { kind: 'FIXED', percentBp: null }, [['INVALID', 'amounts']]],
    [
      'of an amount of nothing',
      { kind: 'FIXED', percentBp: null, amounts: [{ currency: 'EUR', amountMinor: 0 }] },
      [['INVALID', 'amounts.0.amountMinor']],
    ],
    ['that may be used zero times', { usageLimit: 0 }, [['INVALID', 'usageLimit']]],
    [
      'that expires before it begins',
      {
        validFrom: new Date('2026-12-01T00:00:00Z'),
        expiresAt: new Date('2026-12-01T00:00:00Z'),
      },
      [['INVALID', 'expiresAt']],
    ],
    [
      'for a product of another checkout',
      { productIds: ['prd_other'] },
      [['NOT_FOUND', 'productIds.0']],
    ],
    ['that is not there', { id: 'dsc_none' }, [['NOT_FOUND', 'id']]],
  ])('%s is refused', async (_, wrong, refusals) => {
    expect(refusalsOf(await saveDiscountCode(code(wrong), requestOf(database)))).toEqual(refusals);
  });
});

describe('a checkout', () => {
  const checkout = (more = {}) => ({
    idempotencyKey: newKey(),
    name: 'Night school',
    returnUrl: 'https://school.example.com/thanks',
    ...more,
  });

  test('has a receipt email from the first moment, set up and not enabled', async () => {
    const { id } = accepted(await saveCheckout(checkout(), requestOf(database)));
    expect(
      await rows(
        `select c.kind, c.level, c.enabled, c.version, v.settings from action_configuration c
         join action_configuration_version v on v.configuration_id = c.id where c.checkout_id = $1`,
        [id],
      ),
    ).toEqual([
      { kind: 'receipt-email', level: 'CHECKOUT', enabled: false, version: 1, settings: {} },
    ]);
    accepted(await saveCheckout(checkout({ id, returnUrl: '' }), requestOf(database)));
    expect(await rows('select name, return_url from checkout where id = $1', [id])).toEqual([
      { name: 'Night school', return_url: '' },
    ]);
  });

  test.each([
    ['without a name', { name: '' }, [['INVALID', 'name']]],
    ['that returns to a script', { returnUrl: 'javascript:alert(1)' }, [['INVALID', 'returnUrl']]],
    ['that is not there', { id: 'chk_none' }, [['NOT_FOUND', 'id']]],
  ])('%s is refused', async (_, wrong, refusals) => {
    expect(refusalsOf(await saveCheckout(checkout(wrong), requestOf(database)))).toEqual(refusals);
  });

  test('is added only by those who reach all of them, and changed only within reach', async () => {
    expect(refusalsOf(await saveCheckout(checkout(), onlyOther()))).toEqual([
      ['NOT_ALLOWED', null],
    ]);
    expect(refusalsOf(await saveCheckout(checkout({ id: 'chk_test' }), onlyOther()))).toEqual([
      ['NOT_FOUND', 'id'],
    ]);
  });
});

describe('an order that was opened before', () => {
  const totalOf = async (orderId: string) =>
    (
      await rows<{ total_minor: number }>('select total_minor from orders where id = $1', [orderId])
    )[0]?.total_minor;
  const update = (orderId: string, more: Partial<UpdateCheckout> = {}) =>
    updateCheckout({ orderId, ...more }, requestOf(database));

  test('keeps its price until its customer chooses anew', async () => {
    const orderId = await visit(database);
    const prices = [{ currency: 'EUR', priceMinor: 4200 }];
    accepted(await saveProduct(product({ id: shop.courseId, prices }), requestOf(database)));
    expect(await totalOf(orderId)).toBe(9900);
    accepted(await update(orderId));
    expect(await totalOf(orderId)).toBe(4200);
  });

  test('keeps an add-on that is put away later, until its customer gives it up', async () => {
    const orderId = await visit(database);
    accepted(await update(orderId, { orderBumpIds: [shop.bumpId] }));
    expect(await totalOf(orderId)).toBe(6200);
    accepted(await saveOffer(offer({ id: shop.offerId }), requestOf(database)));
    accepted(await update(orderId, { analyticsConsent: 'ACCEPTED' }));
    expect(await totalOf(orderId)).toBe(6200);
    accepted(await update(orderId, { orderBumpIds: [] }));
    expect(await totalOf(orderId)).toBe(4200);
    expect(refusalsOf(await update(orderId, { orderBumpIds: [shop.bumpId] }))).toEqual([
      ['INVALID', 'orderBumpIds'],
    ]);
  });

  test('is never free because its offer has lost its price', async () => {
    const orderId = await visit(database);
    const prices = [{ currency: 'SEK', priceMinor: 99_000 }];
    accepted(await saveProduct(product({ id: shop.courseId, prices }), requestOf(database)));
    expect(refusalsOf(await update(orderId))).toEqual([['INVALID', 'orderId']]);
    expect(await totalOf(orderId)).toBe(4200);
  });
});
