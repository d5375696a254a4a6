/**
 * What an answer may read of who asks without becoming that person's own: all of it is in the key under which answers
 * are shared (`rightsOf` in shared-operations.ts), or is the same for the whole process. When the proof runs out is
 * looked at for each who gets the answer. Whatever is not named here, and whatever is added one day, is personal.
 */
const SAME_FOR_ALL = {
  context: ['services', 'viewer', 'request', 'loaders', 'shownCustomers'],
  request: ['em', 'permissions', 'reach', 'tools'],
  viewer: ['role', 'permissions', 'reach', 'mustSetUpTwoFactor', 'expiresAt'],
} as const;
/** Asked of anything, to see whether it is a promise. */
const ASKED_OF_ALL = 'then';

/** The same part of a context, but `onPersonal` is called whenever something of it is read that is somebody's own. */
export function watchPersonal<Part extends object>(
  part: Part,
  name: keyof typeof SAME_FOR_ALL,
  onPersonal: () => void,
): Part {
  const sameForAll: ReadonlySet<PropertyKey> = new Set([...SAME_FOR_ALL[name], ASKED_OF_ALL]);
  return new Proxy(part, {
    get(target, key) {
      if (!sameForAll.has(key)) onPersonal();
      return Reflect.get(target, key) as unknown;
    },
    has(target, key) {
      if (!sameForAll.has(key)) onPersonal();
      return Reflect.has(target, key);
    },
    // A copy has everything.
    ownKeys(target) {
      onPersonal();
      return Reflect.ownKeys(target);
    },
    getOwnPropertyDescriptor(target, key) {
      if (!sameForAll.has(key)) onPersonal();
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
  });
}
