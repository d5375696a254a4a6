import { IconTicket } from '@tabler/icons-react';
import { useDiscountCodesQuery, type DiscountCodeShownFragment } from '../../generated.ts';
import { Ago, useNow } from '../../ui/time.tsx';
import { formatMoney, formatRate, Tag } from '../../ui/values.tsx';
import { useCheckout } from '../checkout.ts';
import { isFound } from '../configuration-search.ts';
import { RecordList, type Column } from '../record-list.tsx';
import { useConfigurationPlace } from '../use-configuration-place.ts';
import { CodeForm } from './code-form.tsx';
import { OpenRecord } from './open-record.tsx';

const columns: readonly Column<DiscountCodeShownFragment & { name: string }>[] = [
  { name: 'Takes off', cell: takenOff },
  { name: 'Used', cell: usedWords, isNumber: true },
  { name: 'Until', cell: untilCell },
  { name: 'Note', cell: ({ description }) => description, isMinor: true },
  { name: 'State', cell: (code) => <State code={code} /> },
];

export function CodesPage() {
  const checkout = useCheckout();
  const { search } = useConfigurationPlace();
  const { data, error, refetch } = useDiscountCodesQuery({
    variables: { checkoutId: checkout.id },
    fetchPolicy: 'cache-and-network',
  });
  const all = data?.discountCodes.map((code) => ({ ...code, name: code.code }));
  return (
    <>
      <RecordList
        one="discount code"
        many="discount codes"
        nameColumn="Code"
        rows={
          all?.filter(({ code, description }) => isFound(search.find, [code, description])) ?? null
        }
        total={all?.length ?? 0}
        error={error}
        onRetry={() => void refetch()}
        columns={columns}
        empty={{
          icon: IconTicket,
          words: <p>A code takes a share or an amount off what a customer buys.</p>,
        }}
      />
      <OpenRecord one="discount code" rows={all ?? null}>
        {(code) => <CodeForm code={code} />}
      </OpenRecord>
    </>
  );
}

function takenOff({ percentBp, amounts }: DiscountCodeShownFragment): string {
  return percentBp === null
    ? amounts.map((amount) => formatMoney(amount)).join(' · ')
    : formatRate(percentBp);
}

function usedWords({ uses, usageLimit }: DiscountCodeShownFragment): string {
  return usageLimit === null ? `${uses} times` : `${uses} of ${usageLimit} times`;
}

function untilCell({ expiresAt }: DiscountCodeShownFragment) {
  return expiresAt === null ? null : <Ago at={expiresAt} focusable />;
}

/** Why customers cannot use it now; nothing where they can. */
function State({ code }: { code: DiscountCodeShownFragment }) {
  const nowMs = useNow();
  if (!code.active) return <Tag>Not active</Tag>;
  if (code.expiresAt !== null && Date.parse(code.expiresAt) <= nowMs) return <Tag>Expired</Tag>;
  if (code.validFrom !== null && Date.parse(code.validFrom) > nowMs) return <Tag>Not yet</Tag>;
  if (code.usageLimit !== null && code.uses >= code.usageLimit) return <Tag>Used up</Tag>;
  return null;
}
