import { BlockList, isIP } from 'node:net';

const LONGEST = 2_000;

const inner = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  inner.addSubnet(net, bits, 'ipv4');
}
/** Only 2000::/3 is given out to the public; of it, documentation, Teredo and 6to4 can lead inside. */
const outer = new BlockList();
outer.addSubnet('2000::', 3, 'ipv6');
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const) {
  inner.addSubnet(net, bits, 'ipv6');
}

/** True for an address on the public internet: nothing of ours or of the machine's network answers there. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !inner.check(address, 'ipv4');
  return family === 6 && outer.check(address, 'ipv6') && !inner.check(address, 'ipv6');
}

export type EndpointRead = { ok: true; url: URL } | { ok: false; reason: string };

/**
 * Reads the address of a push service as a browser gave it. It is a stranger's word for where this server shall send
 * requests: https on the usual port, a public name. What the name leads to is looked at again when something is sent.
 */
export function readEndpoint(text: string): EndpointRead {
  if (text.length > LONGEST || !URL.canParse(text)) return { ok: false, reason: 'it is no web address' };
  const url = new URL(text);
  if (url.protocol !== 'https:') return { ok: false, reason: 'it is not https' };
  if (url.username !== '' || url.password !== '') return { ok: false, reason: 'it carries a user name' };
  if (url.port !== '') return { ok: false, reason: 'it names a port' };
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host) !== 0) {
    return isPublicAddress(host)
      ? { ok: true, url }
      : { ok: false, reason: 'it is an address of a private network' };
  }
  if (!host.includes('.') || /(^|\.)(localhost|local|internal|home\.arpa)$/.test(host)) {
    return { ok: false, reason: 'it is a name of a private network' };
  }
  return { ok: true, url };
}
