import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
  type AnyRoute,
  type RouteComponent,
} from '@tanstack/react-router';
import { readAddress, writeAddress } from './address.ts';
import { renderWithServer, type Answers } from './test-server.tsx';

/** A page, with those that open inside of it. Without a path it only stands around them. */
export type Place = {
  readonly path?: string;
  readonly component: RouteComponent;
  readonly readSearch?: (raw: Record<string, unknown>) => object;
  readonly children?: readonly Place[];
};

/** For tests: pages at an address, which is read and written as in the product. */
export function openAt(address: string, places: readonly Place[], answers: Answers) {
  const root = createRootRoute({ component: Outlet });
  const router = createRouter({
    routeTree: root.addChildren(places.map((place) => routeOf(root, place))),
    history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch: readAddress,
    stringifySearch: writeAddress,
  });
  // The product's own router is another type; this one only holds the pages that are tested.
  const server = renderWithServer(<RouterProvider router={router as never} />, answers);
  return { ...server, address: () => router.state.location.href };
}

function routeOf(parent: AnyRoute, place: Place): AnyRoute {
  const { path, component, readSearch, children = [] } = place;
  const shared = {
    getParentRoute: () => parent,
    component,
    ...(readSearch && { validateSearch: readSearch }),
  };
  const route: AnyRoute =
    path === undefined
      ? createRoute({ ...shared, id: 'around' })
      : createRoute({ ...shared, path });
  return children.length > 0
    ? route.addChildren(children.map((child) => routeOf(route, child)))
    : route;
}
