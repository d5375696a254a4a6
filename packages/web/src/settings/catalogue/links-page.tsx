import { Select, TagsInput, TextInput } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import {
  useCheckoutLinksQuery,
  useOffersQuery,
  useSaveCheckoutLinkMutation,
  type CheckoutLinkShownFragment,
  type SaveCheckoutLinkInput,
} from '../../generated.ts';
import { Tag } from '../../ui/values.tsx';
import { useCheckout } from '../checkout.ts';
import { isFound } from '../configuration-search.ts';
import { PanelForm } from '../form/form-panel.tsx';
import { useForm, type Reading } from '../form/use-form.ts';
import { RecordList, type Column } from '../record-list.tsx';
import { useConfigurationPlace } from '../use-configuration-place.ts';
import { ArchivedField, archivedMark, countArchived, shownOf } from './archived.tsx';
import styles from './links-page.module.css';
import { OpenRecord } from './open-record.tsx';
import { RecordHistory } from './record-history.tsx';

const columns: readonly Column<CheckoutLinkShownFragment>[] = [
  { name: 'Slug', cell: ({ slug }) => <code>{slug}</code> },
  { name: 'Offer', cell: ({ offer }) => offer.name },
  { name: 'Source', cell: ({ source }) => source },
  { name: 'Tags', cell: tagsCell },
  { name: 'State', cell: archivedMark },
];

export function LinksPage() {
  const checkout = useCheckout();
  const { search } = useConfigurationPlace();
  const { data, error, refetch } = useCheckoutLinksQuery({
    variables: { checkoutId: checkout.id },
    fetchPolicy: 'cache-and-network',
  });
  const all = data?.checkoutLinks;
  const shown = shownOf(all, search.archived);
  const rows = shown?.filter(({ name, slug, source, tags, offer }) =>
    isFound(search.find, [name, slug, source, offer.name, ...tags]),
  );
  return (
    <>
      <RecordList
        one="checkout link"
        many="checkout links"
        rows={rows ?? null}
        total={shown?.length ?? 0}
        archivedCount={countArchived(all)}
        error={error}
        onRetry={() => void refetch()}
        columns={columns}
        empty={{
          icon: IconLink,
          words: <p>A link sells an offer, and says on each order where the customer came from.</p>,
        }}
      />
      <OpenRecord one="checkout link" rows={all ?? null}>
        {(link) => <LinkForm link={link} />}
      </OpenRecord>
    </>
  );
}

function tagsCell({ tags }: CheckoutLinkShownFragment) {
  if (tags.length === 0) return null;
  return (
    <span className={styles.tags}>
      {tags.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </span>
  );
}

type LinkValues = {
  readonly name: string;
  readonly offerId: string | null;
  readonly slug: string;
  readonly source: string;
  readonly tags: readonly string[];
  readonly archived: boolean;
};

/** A new link gets an address that nobody guesses; it can be written over. */
function newLink(): LinkValues {
  const slug = crypto.randomUUID().replaceAll('-', '').slice(0, 10);
  return { name: '', offerId: null, slug, source: '', tags: [], archived: false };
}

function savedLink(link: CheckoutLinkShownFragment): LinkValues {
  const { name, offer, slug, source, tags, archivedAt } = link;
  return {
    name,
    offerId: offer.id,
    slug,
    source: source ?? '',
    tags,
    archived: archivedAt !== null,
  };
}

type LinkDraft = Omit<SaveCheckoutLinkInput, 'idempotencyKey'>;

function readLink(values: LinkValues, id: string | null, checkoutId: string): Reading<LinkDraft> {
  const { offerId, archived } = values;
  const [name, slug, source] = [values.name.trim(), values.slug.trim(), values.source.trim()];
  const problems = {
    ...(name === '' && { name: 'Give it a name.' }),
    ...(!offerId && { offerId: 'Choose what it sells.' }),
    ...(slug === '' && { slug: 'Enter the last part of its address.' }),
  };
  if (!offerId || Object.keys(problems).length > 0) return { ok: false, problems };
  const input = { id, checkoutId, offerId, slug, name, source: source || null, archived };
  return { ok: true, input: { ...input, tags: [...values.tags] } };
}

function LinkForm({ link }: { link: CheckoutLinkShownFragment | null }) {
  const checkout = useCheckout();
  const { go, close } = useConfigurationPlace();
  const offers = useOffersQuery({ variables: { checkoutId: checkout.id } }).data?.offers ?? [];
  const [save] = useSaveCheckoutLinkMutation({
    refetchQueries: ['CheckoutLinks'],
    awaitRefetchQueries: true,
  });
  const form = useForm<LinkValues, LinkDraft, CheckoutLinkShownFragment>({
    initial: link ? savedLink(link) : newLink,
    read: (values) => readLink(values, link?.id ?? null, checkout.id),
    send: async (input, idempotencyKey) => {
      const { data } = await save({ variables: { input: { ...input, idempotencyKey } } });
      const payload = data?.saveCheckoutLink;
      return { saved: payload?.checkoutLink ?? null, errors: payload?.errors ?? [] };
    },
    // A tag that cannot be used is one of several in the same field.
    fieldOf: ([first, ...rest]) => (first === 'tags' ? 'tags' : [first, ...rest].join('.')),
    onSaved: (saved) => {
      if (!link) go({ open: saved.id }, true);
      return savedLink(saved);
    },
  });
  const { values, set, at } = form;
  const sourceChanges = link?.source != null && values.source.trim() !== link.source;
  return (
    <PanelForm
      form={form}
      isNew={!link}
      saveLabel={link ? 'Save' : 'Create the link'}
      onClose={close}
      aside={link && <RecordHistory record={link} />}
    >
      <TextInput
        label="Name"
        description="What you and your colleagues call it."
        required
        maxLength={200}
        value={values.name}
        onChange={({ currentTarget }) => set('name', currentTarget.value)}
        {...at('name')}
      />
      <Select
        label="Offer"
        required
        searchable
        allowDeselect={false}
        nothingFoundMessage="Nothing by that name"
        data={offers
          .filter(({ id, archivedAt }) => archivedAt === null || id === values.offerId)
          .map(({ id, name }) => ({ value: id, label: name }))}
        value={values.offerId}
        onChange={(offerId) => set('offerId', offerId)}
        {...at('offerId')}
      />
      <TextInput
        label="Slug"
        description="The last part of its address. Links that are already out there stop working when it changes."
        required
        maxLength={100}
        spellCheck={false}
        value={values.slug}
        onChange={({ currentTarget }) => set('slug', currentTarget.value)}
        {...at('slug')}
      />
      <TextInput
        label="Source"
        description={
          sourceChanges
            ? 'Orders that were opened before keep the old source: reports then show both. A new link is often the better way.'
            : 'Where its customers come from: newsletter, instagram. It is kept with each order.'
        }
        value={values.source}
        onChange={({ currentTarget }) => set('source', currentTarget.value)}
        {...at('source')}
      />
      <TagsInput
        label="Tags"
        description="Words to find its orders by."
        placeholder={values.tags.length === 0 ? 'Type one, then Enter' : ''}
        value={[...values.tags]}
        onChange={(tags) => set('tags', tags)}
        {...at('tags')}
      />
      {link && (
        <ArchivedField
          checked={values.archived}
          at={at}
          onChange={(checked) => set('archived', checked)}
        />
      )}
    </PanelForm>
  );
}
