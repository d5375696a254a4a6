import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// Days are those of the reader's time zone: here one with summer time, wherever the tests run.
process.env['TZ'] = 'Europe/Helsinki';

// What jsdom lacks and the components ask for when they are shown.
if (typeof window !== 'undefined') {
  Object.assign(window, {
    matchMedia: (query: string) => ({
      // A phone: there the list is plain HTML, and layout is left to the browser tests.
      matches: query.includes('max-width'),
      media: query,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      addListener: () => undefined,
      removeListener: () => undefined,
    }),
    ResizeObserver: class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
    IntersectionObserver: class {
      observe(): void {}
      disconnect(): void {}
    },
  });
  // A field that grows with its text asks when the fonts have come.
  Object.assign(document, { fonts: new EventTarget() });
}

// On a machine that may be busy.
configure({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);
