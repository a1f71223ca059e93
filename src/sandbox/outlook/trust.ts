/**
 * Over plain http office.js asks whether its host may be trusted, and looks for this key of its own consent page first.
 * Only a host on this machine is ever seeded.
 */
const host = new URL(new URLSearchParams(location.search).get('host') ?? 'about:blank');
if (/^https?:$/.test(host.protocol) && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(host.hostname)) {
  const key = `OfficeJSTrustKeyV2_${host.protocol.replace(':', '_')}${host.hostname}`;
  localStorage.setItem(key, JSON.stringify({ Result: 1 }));
  parent.postMessage('trust-seeded', host.origin);
}

export {};
