import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ConfigurationSearch } from './configuration-search.ts';

/**
 * Where one is in the configuration, or among people, and a way to go on from there: `undefined` takes a word away.
 */
export function useConfigurationPlace(): {
  search: ConfigurationSearch;
  go: (
    patch: { readonly [Name in keyof ConfigurationSearch]: ConfigurationSearch[Name] | undefined },
    replace?: boolean,
  ) => void;
  close: () => void;
} {
  // Both read their addresses alike.
  const search: ConfigurationSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const go = (patch: object, replace = false) =>
    void navigate({
      to: '.',
      search: Object.fromEntries(
        Object.entries({ ...search, ...patch }).filter(([, value]) => value !== undefined),
      ),
      replace,
    });
  return { search, go, close: () => go({ open: undefined }) };
}
