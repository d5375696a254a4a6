import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';
import { sealSettings } from '../database/sealing.ts';
import type { Tools } from '../use-cases/request.ts';

type Integration = {
  readonly checkout: string;
  /** At this product's level; null: the checkout's. */
  readonly product: string | null;
  readonly kind: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: readonly string[];
};

/** The course platforms of the simulator, as a seller would connect them. */
function integrationsAt(simulatorUrl: string): readonly Integration[] {
  const kajabiOffer = (number: number) =>
    `${simulatorUrl}/kajabi/webhooks/offers/demo-kajabi/${number}`;
  return [
    {
      checkout: 'Taidekoulu Verkossa',
      product: 'Watercolour from Scratch',
      kind: 'kajabi-grant',
      name: 'Open the watercolour course',
      settings: {
        way: 'url',
        activationUrl: `${kajabiOffer(1001)}/activate`,
        deactivationUrl: `${kajabiOffer(1001)}/deactivate`,
        sendOfferGrantEmail: true,
        hideLastName: false,
      },
      secrets: ['activationUrl', 'deactivationUrl'],
    },
    {
      checkout: 'Taidekoulu Verkossa',
      product: 'Drawing Every Day',
      kind: 'kajabi-grant',
      name: 'Open the drawing course',
      settings: {
        way: 'api',
        clientId: 'demo-client',
        clientSecret: 'demo-client-secret',
        siteId: '1',
        offerId: '1002',
        sendWelcomeEmail: false,
        hideLastName: true,
      },
      secrets: ['clientSecret'],
    },
    {
      checkout: 'Hyvinvointi Akatemia',
      product: null,
      kind: 'systemeio-access',
      name: 'Customer list',
      settings: {
        apiKey: 'demo-systeme-key',
        tags: [501],
        courseId: 301,
        accessType: 'full_access',
      },
      secrets: ['apiKey'],
    },
    {
      checkout: 'Hyvinvointi Akatemia',
      product: null,
      kind: 'custom-email',
      name: 'Welcome email',
      settings: {
        subject: 'Welcome to {{offer}}',
        body: 'Hi {{firstName|there}},\n\nthank you for your order {{orderNumber}}. If anything is unclear, just answer this email.\n\nSee you inside!',
        sellerName: 'Hyvinvointi Akatemia',
        replyTo: 'hello@example.com',
      },
      secrets: [],
    },
  ];
}

/**
 * Connects the demo shop to the simulator's course platforms. Comes after the past, which knows only what
 * a shop had before it used them; a second call finds them there.
 */
export async function makeDemoIntegrations(
  em: EntityManager,
  tools: Tools,
  simulatorUrl: string,
): Promise<void> {
  await em.fork().transactional(async (within) => {
    for (const integration of integrationsAt(simulatorUrl)) await put(within, tools, integration);
  });
}

async function put(em: EntityManager, tools: Tools, wish: Integration): Promise<void> {
  const [place] = await query<{ checkout_id: string; product_id: string | null; exists: boolean }>(
    em,
    `select c.id as checkout_id, p.id as product_id,
       exists (select from action_configuration a where a.checkout_id = c.id and a.name = $3) as exists
     from checkout c left join product p on p.checkout_id = c.id and p.name = $2 where c.name = $1`,
    [wish.checkout, wish.product, wish.name],
  );
  if (!place || place.exists) return;
  const id = tools.newId('cfg');
  const now = tools.now();
  await query(
    em,
    `insert into action_configuration (id, checkout_id, level, product_id, kind, name, enabled, version, created_at)
     values ($1, $2, $3, $4, $5, $6, true, 1, $7)`,
    [
      id,
      place.checkout_id,
      wish.product ? 'PRODUCT' : 'CHECKOUT',
      place.product_id,
      wish.kind,
      wish.name,
      now,
    ],
  );
  await query(
    em,
    `insert into action_configuration_version (configuration_id, version, name, settings, created_at, created_by)
     values ($1, 1, $2, $3::jsonb, $4, 'Aino Admin')`,
    [id, wish.name, JSON.stringify(sealSettings(tools.sealer, wish.settings, wish.secrets)), now],
  );
}
