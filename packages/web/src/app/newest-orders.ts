import { type Cache, InMemoryCache, type OperationVariables, type Reference } from '@apollo/client';

type Seen = { readonly __typename: 'Order'; readonly id: string; readonly version: number };

/**
 * A cache in which an order never goes back in time. An answer can be read before a change and arrive after
 * the news of it, by another way: what it says of the order is then left out, by the order's own version.
 */
export class NewestOrdersCache extends InMemoryCache {
  readonly #versions = new Map<string, number>();

  override write<Data = unknown, Variables extends OperationVariables = OperationVariables>(
    options: Cache.WriteOptions<Data, Variables>,
  ): Reference | undefined {
    return super.write({ ...options, result: this.#withoutOlder(options.result) });
  }

  override reset(options?: Cache.ResetOptions): Promise<void> {
    this.#versions.clear();
    return super.reset(options);
  }

  #withoutOlder<Part>(part: Part): Part {
    if (typeof part !== 'object' || part === null) return part;
    if (isOrder(part)) {
      const newest = this.#versions.get(part.id) ?? part.version;
      // Only who it is: everything else stands in the cache already, and newer.
      if (part.version < newest) return { __typename: 'Order', id: part.id } as Part;
      this.#versions.set(part.id, part.version);
    }
    let changed: Record<string, unknown> | null = null;
    for (const [key, value] of Object.entries(part)) {
      const kept = this.#withoutOlder<unknown>(value);
      if (kept === value) continue;
      changed ??= (Array.isArray(part) ? [...part] : { ...part }) as Record<string, unknown>;
      changed[key] = kept;
    }
    return (changed ?? part) as Part;
  }
}

function isOrder(part: object): part is Seen {
  const { __typename, id, version } = part as Partial<Seen>;
  return __typename === 'Order' && typeof id === 'string' && typeof version === 'number';
}
