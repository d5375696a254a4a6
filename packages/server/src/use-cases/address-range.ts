import { BlockList, isIP } from 'node:net';

// Ranges of internet addresses, written as CIDR: `203.0.113.0/24`, `2001:db8::/32`, or one address alone.

type Range = { readonly address: string; readonly bits: number; readonly family: 'ipv4' | 'ipv6' };

/** The range as it is stored, a single address with all its bits; null for what is none. */
export function readAddressRange(text: string): string | null {
  const range = parse(text.trim());
  return range && `${range.address}/${range.bits}`;
}

/** Whether an address lies in one of the ranges. A mapped IPv4 address is the IPv4 address that it stands for. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return false;
  return listOf(ranges).check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** Whether a range lies in one of the others as a whole. */
export function isRangeWithin(range: string, others: readonly string[]): boolean {
  const inner = parse(range);
  return (
    inner !== null &&
    others.some((other) => {
      const outer = parse(other);
      return (
        outer?.family === inner.family &&
        outer.bits <= inner.bits &&
        listOf([other]).check(inner.address, inner.family)
      );
    })
  );
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of ranges) {
    const range = parse(text);
    if (range) list.addSubnet(range.address, range.bits, range.family);
  }
  return list;
}

function parse(text: string): Range | null {
  const [, address = '', length] = /^([0-9a-f.:]{2,45})(?:\/(\d{1,3}))?$/iu.exec(text) ?? [];
  const family = isIP(address);
  if (family === 0) return null;
  const mostBits = family === 4 ? 32 : 128;
  const bits = length === undefined ? mostBits : Number(length);
  if (bits > mostBits) return null;
  return { address: address.toLowerCase(), bits, family: family === 4 ? 'ipv4' : 'ipv6' };
}
