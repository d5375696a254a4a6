import type { PriceShownFragment } from '../../generated.ts';
import { formatMoney } from '../../ui/values.tsx';

/** What something costs now, in each currency; what it costs otherwise is on hover. */
export function pricesCell({ prices }: { prices: readonly PriceShownFragment[] }) {
  if (prices.length === 0) return null;
  const now = prices.map(({ price, discounted }) => formatMoney(discounted ?? price));
  const whole = prices.map(({ price, discounted }) =>
    discounted ? `${formatMoney(discounted)} instead of ${formatMoney(price)}` : formatMoney(price),
  );
  return (
    <span className="tabular" data-tip={whole.join('\n')}>
      {now.join(' · ')}
    </span>
  );
}
