/**
 * Which addresses a seller's URL may lead to. A webhook URL is typed by a person and called from
 * inside our network: it must not reach databases, cloud metadata or the machine itself. Decides
 * on text and numbers only; safe-fetch.ts asks it before resolving, after resolving, and once more
 * when the socket stands.
 */
import ipaddr from 'ipaddr.js';

export type AddressRules = {
  /**
   * The operator's own exceptions: `10.1.0.0/16` or `10.1.2.3` free an address whatever its port,
   * `intranet.example:8080` frees that host at that port. Both free it from https as well.
   */
  readonly allowPrivate: readonly string[];
  readonly requireHttps: boolean;
};

export type Target = {
  readonly url: URL;
  /** Scheme and port are those open to everybody. */
  readonly isOrdinary: boolean;
  /** Host and port stand on the operator's list. */
  readonly isListed: boolean;
};

/** A refusal is a sentence for the seller who typed the address. */
export type Judgement = { readonly ok: true; readonly target: Target } | Refused;
export type Refused = { readonly ok: false; readonly message: string };

export type AddressPolicy = {
  /** Judges what can be judged without asking a name server. */
  judgeUrl(text: string): Judgement;
  /** Null when every address may be called; one bad answer among good ones refuses all. */
  judgeAddresses(target: Target, addresses: readonly string[]): Refused | null;
};

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Refuses to be made with an entry it cannot read: a typo must not close or open a network. */
export function makeAddressPolicy(rules: AddressRules): AddressPolicy {
  const entries = rules.allowPrivate.map(readEntry);
  const networks = entries.flatMap((entry) => (entry.network ? [entry.network] : []));
  const hosts = new Set(entries.flatMap((entry) => (entry.host ? [entry.host] : [])));

  const judgeAddresses = (target: Target, addresses: readonly string[]): Refused | null => {
    if (target.isListed) return null;
    if (addresses.length === 0) return refuse('The name of the address leads nowhere.');
    if (addresses.every((address) => isWithin(address, networks))) return null;
    if (!target.isOrdinary) return refuseSchemeOrPort(target.url, rules.requireHttps);
    return addresses.every((address) => isPublic(address) || isWithin(address, networks))
      ? null
      : refusePrivate(target.url);
  };

  return {
    judgeAddresses,
    judgeUrl(text) {
      const url = URL.parse(text);
      if (!url || !['http:', 'https:'].includes(url.protocol) || url.hostname === '')
        return refuse('The address is not a web address. It should begin with https://.');
      if (url.username !== '' || url.password !== '')
        return refuse('The address holds a user name or a password. Take them out of it.');

      const target: Target = {
        url,
        isOrdinary: isOrdinary(url, rules.requireHttps),
        isListed: hosts.has(`${url.hostname}:${portOf(url)}`),
      };
      const literal = literalAddressOf(url);
      if (literal) return judgeAddresses(target, [literal]) ?? { ok: true, target };
      if (isPrivateName(url.hostname) && !target.isListed && networks.length === 0)
        return refusePrivate(url);
      // A name may still lead into a network of the operator's list, where every port is open.
      const mayBeFreed = target.isOrdinary || target.isListed || networks.length > 0;
      return mayBeFreed ? { ok: true, target } : refuseSchemeOrPort(url, rules.requireHttps);
    },
  };
}

/**
 * Why an address is never called, as far as its text tells; null where nothing speaks against it. For
 * forms: what a name leads to is judged at each call.
 */
export function addressJudge(rules: AddressRules): (url: string) => string | null {
  const policy = makeAddressPolicy(rules);
  return (url) => {
    const judged = policy.judgeUrl(url);
    return judged.ok ? null : judged.message;
  };
}

/** Names that by their own rules lead nowhere from the internet, and those of one word. */
function isPrivateName(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  return !name.includes('.') || /\.(?:localhost|local|internal|home\.arpa)$/.test(name);
}

/**
 * Whether everybody on the internet means the same machine by it. Version 6 counts only inside
 * 2000::/3, because the library calls the old ::a.b.c.d forms ordinary.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || WIRE_SERVERS.includes(parsed.toString())) return false;
  return parsed.kind() === 'ipv4' || isInside(parsed, GLOBAL_UNICAST_6);
}

/** Public by its number, and yet a different machine for everybody: Azure's own door to its guests. */
const WIRE_SERVERS = ['168.63.129.16'];

const GLOBAL_UNICAST_6: Network = ipaddr.parseCIDR('2000::/3');

function isWithin(address: string, networks: readonly Network[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return networks.some((network) => isInside(parsed, network));
}

function isInside(address: ipaddr.IPv4 | ipaddr.IPv6, network: Network): boolean {
  return address.kind() === network[0].kind() && address.match(network);
}

function isOrdinary(url: URL, requireHttps: boolean): boolean {
  if (url.protocol === 'http:' && requireHttps) return false;
  const ports = requireHttps ? [443, 8443] : [80, 443, 8443];
  return ports.includes(portOf(url));
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** URL has already turned 2130706433, 0x7f.1 and 0177.0.0.1 into 127.0.0.1. */
function literalAddressOf(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(host) ? host : null;
}

function refuseSchemeOrPort(url: URL, requireHttps: boolean): Refused {
  if (url.protocol === 'http:' && requireHttps)
    return refuse('The address is not encrypted. It must begin with https://.');
  return refuse(`The address uses the port ${portOf(url)}. Only 443 and 8443 are called.`);
}

function refusePrivate(url: URL): Refused {
  return refuse(
    `The address ${url.hostname} leads into a private or reserved network, where we do not call. Use an address that is reachable from the internet.`,
  );
}

function refuse(message: string): Refused {
  return { ok: false, message };
}

function readEntry(entry: string): { network?: Network; host?: string } {
  if (ipaddr.isValidCIDR(entry)) return { network: ipaddr.parseCIDR(entry) };
  if (ipaddr.isValid(entry)) {
    const address = ipaddr.parse(entry);
    return { network: [address, address.kind() === 'ipv4' ? 32 : 128] };
  }
  const url = URL.parse(`https://${entry}/`);
  const hasPort = /:\d+$/.test(entry);
  if (!url || !hasPort || url.pathname !== '/' || url.username !== '')
    throw new Error(`"${entry}" is neither a network (10.0.0.0/8) nor a host with a port.`);
  return { host: `${url.hostname}:${portOf(url)}` };
}
