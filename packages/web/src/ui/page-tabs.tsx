import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, type RefObject } from 'react';
import styles from './page-tabs.module.css';

/** The pages of one place side by side, each with an address of its own. `search` goes along to all of them. */
export function PageTabs(props: {
  name: string;
  tabs: readonly (readonly [to: string, name: string])[];
  search?: object;
}) {
  const places = useActivePlaceInSight();
  return (
    <nav ref={places} className={styles.pages} aria-label={props.name}>
      {props.tabs.map(([to, name]) => (
        <Link
          key={to}
          to={to}
          search={props.search ?? {}}
          className={styles.place}
          activeProps={{ 'data-active': true }}
          activeOptions={{ includeSearch: false }}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}

/** On a phone the pages do not fit side by side: the present one is scrolled to. */
function useActivePlaceInSight(): RefObject<HTMLElement | null> {
  const places = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    const links = [...(places.current?.querySelectorAll('a') ?? [])];
    const present = links.find((link) => link.pathname === pathname);
    if (present && places.current) places.current.scrollLeft = present.offsetLeft - 40;
  }, [pathname]);
  return places;
}
