import { Router } from 'express';
import { vi } from 'vitest';

type Registered = { readonly path: string; readonly methods: () => string[] };
type Mounted = { readonly path: string; readonly handlers: readonly unknown[] };
type Node = { readonly routes: Registered[]; readonly mounts: Mounted[] };

/**
 * Writes down what Express is told from now on, since it forgets under which path it has put what. Ask once the
 * server runs. A router that is handed on by hand, and so is under nothing, has the path in `byHand`.
 */
export function watchRoutes(byHand: string): () => { routes: string[]; mounts: string[] } {
  const nodes = new Map<unknown, Node>();
  const nodeOf = (router: unknown): Node => {
    const node = nodes.get(router) ?? { routes: [], mounts: [] };
    nodes.set(router, node);
    return node;
  };
  const prototype = Router.prototype as unknown as {
    route(path: string): { methods: Record<string, boolean> };
    use(...given: unknown[]): unknown;
  };
  // oxlint-disable-next-line typescript/unbound-method -- called with their router below
  const { route, use } = prototype;
  vi.spyOn(prototype, 'route').mockImplementation(function (this: unknown, path) {
    const made = route.call(this, path);
    const methods = () => Object.keys(made.methods).map((method) => method.toUpperCase());
    nodeOf(this).routes.push({ path, methods });
    return made;
  });
  vi.spyOn(prototype, 'use').mockImplementation(function (this: unknown, ...given) {
    const [first, ...rest] = given;
    const paths = typeof first === 'function' ? ['/'] : [first].flat();
    const handlers = typeof first === 'function' ? given : rest.flat();
    for (const path of paths) nodeOf(this).mounts.push({ path: String(path), handlers });
    return use.apply(this as typeof prototype, given);
  });
  return () => {
    vi.restoreAllMocks();
    const inside = new Set(
      [...nodes.values()].flatMap(({ mounts }) => mounts.flatMap((one) => one.handlers)),
    );
    const tops = [...nodes].filter(([router]) => !inside.has(router)).map(([, node]) => node);
    const found = { routes: [] as string[], mounts: [] as string[] };
    const walk = ({ routes, mounts }: Node, under: string): void => {
      for (const { path, methods } of routes)
        found.routes.push(...methods().map((method) => `${method} ${under}${path}`));
      for (const { path, handlers } of mounts) {
        const at = path === '/' ? under : under + path;
        if (path !== '/') found.mounts.push(at);
        for (const handler of handlers) {
          const node = nodes.get(handler);
          if (node) walk(node, at);
        }
      }
    };
    for (const top of tops) walk(top, top.mounts.some(({ path }) => path !== '/') ? '' : byHand);
    return found;
  };
}
