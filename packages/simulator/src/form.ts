/** Parameters as Stripe's clients send them: `metadata[order_id]=1&expand[0]=latest_charge`. */
export type FormTree = { readonly [name: string]: FormValue };
export type FormValue = string | FormTree;

type GrowingTree = { [name: string]: string | GrowingTree };

/** Refuses (answers null) a name used both as a value and as a branch. */
export function parseForm(text: string): FormTree | null {
  const root = emptyTree();
  for (const [name, value] of new URLSearchParams(text)) {
    const [first = '', ...rest] = name.replaceAll(']', '').split('[');
    // `expand[]=a&expand[]=b` numbers its entries itself.
    if (!plant(root, [first, ...rest], value)) return null;
  }
  return root;
}

function plant(tree: GrowingTree, path: readonly string[], value: string): boolean {
  const [name = '', ...rest] = path;
  const key = name === '' ? String(Object.keys(tree).length) : name;
  if (rest.length === 0) {
    tree[key] = value;
    return true;
  }
  const branch = (tree[key] ??= emptyTree());
  return typeof branch === 'object' && plant(branch, rest, value);
}

// Without a prototype: a parameter may be called `__proto__`.
function emptyTree(): GrowingTree {
  return Object.create(null) as GrowingTree;
}

export function textOf(tree: FormTree, name: string): string | null {
  const value = tree[name];
  return typeof value === 'string' ? value : null;
}

export function branchOf(tree: FormTree, name: string): FormTree {
  const value = tree[name];
  return typeof value === 'object' ? value : {};
}

/** The texts of a list or of a branch of texts: `expand[0]`, `expand[1]`. */
export function listOf(tree: FormTree, name: string): string[] {
  return Object.values(branchOf(tree, name)).filter((value) => typeof value === 'string');
}

export function textsOf(tree: FormTree, name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(branchOf(tree, name)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
