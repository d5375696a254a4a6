import { fromUUIDBytes } from 'typeid-js';
import type { IdPrefix } from '../use-cases/request.ts';
import type { Chance } from './chance.ts';

/** An id as it would have been given at that instant (ms, UTC). */
export type PastIds = (prefix: IdPrefix, atMs: number) => string;

/**
 * Ids as the product makes them (a UUID of version 7 behind a prefix), of a past instant and of chance
 * that can be repeated. Those of one millisecond sort in the order in which they were asked for.
 */
export function makePastIds(chance: Chance): PastIds {
  let asked = 0;
  return (prefix, atMs) => {
    const bytes = new Uint8Array(16);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, Math.floor(atMs / 2 ** 32));
    view.setUint32(2, atMs % 2 ** 32);
    view.setUint16(6, 0x7000 | (asked & 0xfff));
    view.setUint32(8, chance.between(0, 0xffff_ffff));
    view.setUint32(12, chance.between(0, 0xffff_ffff));
    view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
    asked += 1;
    return fromUUIDBytes(prefix, bytes);
  };
}
