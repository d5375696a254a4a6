import { useMatches } from '@tanstack/react-router';
import { useEffect } from 'react';

const PRODUCT = 'Order Management';

/** Says in the browser's tab where one is: "Members · Order Management". Once, in the shell. */
export function usePageTitle(): void {
  const place = useMatches({ select: (matches) => matches.at(-1)?.staticData.title });
  useEffect(() => {
    document.title = place ? `${place} · ${PRODUCT}` : PRODUCT;
  }, [place]);
}
