/** On which hosts (`host[:port]`, lower case) our marks stand; `any` reads them by their form alone. */
export type OurHosts = readonly string[] | 'any';

const IMAGE_PATH = /^\/o\/[A-Za-z0-9_-]{44}\.gif$/;
const LINK_PATH = /^\/c\/[A-Za-z0-9_-]{44}\/[1-9][0-9]{0,4}$/;

/** Safe Links within an image proxy within a redirect: more layers than this nobody was seen to make. */
const LAYERS = 4;

/** Whether loading this address would load one of our images, be it through a proxy that carries it in its own address. */
export function carriesOurImage(address: string, ours: OurHosts): boolean {
  return (
    inside(address, LAYERS, (url) =>
      isOurs(url, ours) && IMAGE_PATH.test(url.pathname) ? true : undefined,
    ) ?? false
  );
}

/** The target of one of our tracked links, also when a gateway has wrapped it; undefined for any other address. */
export function trackedTarget(address: string, ours: OurHosts): string | undefined {
  return inside(address, LAYERS, (url) => {
    if (!isOurs(url, ours) || !LINK_PATH.test(url.pathname)) return undefined;
    const target = url.searchParams.get('u') ?? url.searchParams.get('amp;u');
    return target !== null && /^https?:\/\//i.test(target) ? target : undefined;
  });
}

function isOurs(url: URL, ours: OurHosts): boolean {
  return ours === 'any' || ours.includes(url.host.toLowerCase());
}

/** Asks of an address, then of the addresses it carries in query or fragment. */
function inside<T>(address: string, layers: number, ask: (url: URL) => T | undefined): T | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url) return undefined;
  const answer = ask(url);
  if (answer !== undefined || layers === 0) return answer;
  const carried = [
    ...url.searchParams.values(),
    url.hash.slice(1),
    unescaped(url.hash.slice(1)),
    ...embedded(url.pathname),
  ];
  for (const value of carried) {
    if (!/^https?:/i.test(value)) continue;
    const found = inside(value, layers - 1, ask);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Some proxies put the address behind their own path: `/image/https%3A%2F%2F…`. */
function embedded(path: string): string[] {
  const at = path.search(/https?(?::|%3a)/i);
  return at < 0 ? [] : [unescaped(path.slice(at))];
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
