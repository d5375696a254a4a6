import ipaddr from 'ipaddr.js';

/** An IPv6 address may be anyone's of a network of 64 bits, which one client has whole. */
const IPV6_NETWORK_PARTS = 4;

/** What one client may have at once: an address, of IPv6 its network. */
export function networkOf(address: string | null): string {
  if (address === null || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return `${parsed.parts
    .slice(0, IPV6_NETWORK_PARTS)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
