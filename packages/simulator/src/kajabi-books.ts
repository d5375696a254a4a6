// Kajabi's site: its offers, its members, and what giving an offer to one of them does.

import type { AccessBook, AccessKey } from './access.ts';
import type { Clock } from './clock.ts';
import { html } from './html.ts';
import type { PostedMail } from './mailbox.ts';
import { makeRecent } from './recent.ts';

export type KajabiOffer = {
  readonly id: string;
  readonly title: string;
  /** All of them come and go with the offer. */
  readonly products: readonly string[];
};

export type KajabiAccount = {
  /** The secret part of the activation and deactivation URLs. */
  readonly secret: string;
  readonly siteId: string;
  readonly offers: readonly KajabiOffer[];
  readonly apiClients: readonly KajabiApiClient[];
  /** How long an access token of the API lives. */
  readonly tokenLifeSeconds: number;
  /** Calls the API takes in a minute; null: without limit. */
  readonly callsPerMinute: number | null;
};
export type KajabiApiClient = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** A key without the permission may only read. */
  readonly mayWrite: boolean;
};

/** A contact of the site, and its member as soon as an offer is granted. */
export type KajabiMember = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** What the activation URL was given; null: only the API made this contact. */
  readonly externalUserId: string | null;
  readonly createdAt: number;
};

export type KajabiBooks = {
  readonly account: KajabiAccount;
  readonly offers: ReadonlyMap<string, KajabiOffer>;
  /** Newest first. */
  members(): KajabiMember[];
  findById(id: string): KajabiMember | undefined;
  /** Capital letters make no difference. */
  findByEmail(email: string): KajabiMember | undefined;
  /** Capital letters make a difference. */
  findByExternalId(externalUserId: string): KajabiMember | undefined;
  add(member: Pick<KajabiMember, 'name' | 'email' | 'externalUserId'>): KajabiMember;
  setExternalId(member: KajabiMember, externalUserId: string): KajabiMember;
  offersOf(member: KajabiMember): KajabiOffer[];
  /** False: the member has it already, and nothing happens. */
  grant(member: KajabiMember, offer: KajabiOffer, how: HowGranted): boolean;
  /** False: the member does not have it. */
  revoke(member: KajabiMember, offer: KajabiOffer): boolean;
  clear(): void;
};
export type HowGranted = { readonly by: 'url' | 'api'; readonly sendsEmail: boolean };

const mostMembers = 50_000;
const firstId = 700_001;

export function makeKajabiBooks(setup: {
  readonly account: KajabiAccount;
  readonly clock: Clock;
  readonly access: AccessBook;
  /** Puts a mail of Kajabi's own into the inbox. */
  readonly post: (mail: PostedMail) => void;
}): KajabiBooks {
  const { account, clock, access } = setup;
  const offers = new Map(account.offers.map((offer) => [offer.id, offer]));
  const byId = makeRecent<KajabiMember>(mostMembers);
  const idByEmail = makeRecent<string>(mostMembers);
  const idByExternalId = makeRecent<string>(mostMembers);
  let nextId = firstId;

  const find = (id: string | undefined) => (id === undefined ? undefined : byId.get(id));
  const keep = (member: KajabiMember) => {
    byId.set(member.id, member);
    idByEmail.set(member.email.toLowerCase(), member.id);
    if (member.externalUserId !== null) idByExternalId.set(member.externalUserId, member.id);
    return member;
  };

  return {
    account,
    offers,
    members: () => byId.list(),
    findById: (id) => byId.get(id),
    findByEmail: (email) => find(idByEmail.get(email.toLowerCase())),
    findByExternalId: (externalUserId) => find(idByExternalId.get(externalUserId)),
    add: (given) => keep({ ...given, id: String(nextId++), createdAt: clock.now() }),
    setExternalId: (member, externalUserId) => keep({ ...member, externalUserId }),
    offersOf: (member) => account.offers.filter((offer) => access.get(grantKey(member, offer))),
    grant: (member, offer, { by, sendsEmail }) => {
      const isNew = access.give({
        ...grantKey(member, offer),
        targetName: offer.title,
        products: offer.products,
        email: member.email,
        name: member.name,
        externalId: member.externalUserId,
        by,
      });
      if (isNew && sendsEmail) setup.post(grantMail(member, offer));
      return isNew;
    },
    revoke: (member, offer) => access.take(grantKey(member, offer)),
    clear: () => {
      for (const kept of [byId, idByEmail, idByExternalId]) kept.clear();
    },
  };
}

function grantKey(member: KajabiMember, offer: KajabiOffer): AccessKey {
  return { platform: 'kajabi', kind: 'offer', targetId: offer.id, contactId: member.id };
}

function grantMail(member: KajabiMember, offer: KajabiOffer): PostedMail {
  const products = offer.products.join(', ');
  return {
    from: 'noreply@kajabi.example',
    to: member.email,
    subject: `You now have access to ${offer.title}`,
    text: `Hello ${member.name},\n\n${offer.title} is open for you: ${products}.\n`,
    html: html`<p>Hello ${member.name},</p>
      <p><b>${offer.title}</b> is open for you: ${products}.</p>`.html,
  };
}
