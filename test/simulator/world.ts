import { addressPrefix, hitFeatures, type Hit } from '../../src/core/hits';
import { aHome, anOffice, defender } from './addresses';
import { driven } from '../../src/sandbox/simulated/clients';
import { minutes, seconds, type Copy, type Kind, type Request, type Truth } from './kinds';
import { MACHINES, SENDERS } from './machines';
import { PEOPLE } from './people';
import { randomFrom, type Random } from '../../src/sandbox/simulated/random';

/** A hit, and what it truly is. */
export interface Event {
  hit: Hit;
  truth: Truth;
  kind: Kind;
}

/** Checks a link in the moment in which a person follows it; made with the person's clicks. */
const SAFE_LINKS_AT_CLICK: Kind = {
  name: 'Safe Links, as a link is followed',
  truth: 'machine',
  weight: 0,
  act: () => [],
};
export const KINDS: readonly Kind[] = [...PEOPLE, ...MACHINES, SAFE_LINKS_AT_CLICK, ...SENDERS];

const START = Date.UTC(2026, 2, 2, 9);
const MASS = 25;

/** What comes back for `messages` mails, in order of time. Four in five go to one person, some to several, some to many. */
export function world(seed: number, messages: number): Event[] {
  const random = randomFrom(seed);
  const events: Event[] = [];
  for (let i = 0; i < messages; i++) {
    const sentAt = START + i * minutes(3) + Math.floor(random.between(0, minutes(3)));
    events.push(...mail(random, `m${i}`, sentAt));
  }
  return events.sort((one, other) => one.hit.at - other.hit.at);
}

/** Who reads at one domain, and what stands before it. */
interface Domain {
  office: string;
  machines: readonly Kind[];
  gateways: Map<Kind, string>;
}

function mail(random: Random, message: string, sentAt: number): Event[] {
  const desk = anOffice(random);
  const links = random.chance(0.12) ? 0 : random.int(1, 8);
  const many = random.chance(0.04);
  const shared = !many && random.chance(0.08);
  const domains = Array.from({ length: many ? 5 : 1 }, () => domainOf(random));
  const copies = many ? MASS : 1;
  const events: Event[] = [];
  for (let n = 0; n < copies; n++) {
    const domain = random.pick(domains);
    const copy = (kind: Kind): Copy => ({
      random,
      sentAt,
      deliveredAt: sentAt + random.between(seconds(1.5), seconds(5)),
      links,
      home: aHome(random),
      office: domain.office,
      desk,
      gateway: (pool) => {
        const known = domain.gateways.get(kind) ?? random.pick(pool);
        domain.gateways.set(kind, known);
        return known;
      },
    });
    const readers = shared ? random.int(2, 4) : random.chance(0.8) ? 1 : 0;
    const people = Array.from({ length: readers }, () => weighted(random, PEOPLE));
    const senders = random.chance(0.1) ? [weighted(random, SENDERS)] : [];
    for (const kind of [...people, ...domain.machines, ...senders]) {
      const requests = kind.act(copy(kind)).filter(({ method }) => method === undefined);
      const at = { message, recipient: shared ? 0 : n + 1, sentAt, desk };
      const told = requests.map((request) => eventOf(events.length, at, kind, request));
      for (const event of told) {
        event.hit.id = `${message}-${events.length}`;
        events.push(event);
      }
      if (kind.truth === 'human' && random.chance(0.06)) {
        for (const { hit } of told.filter((event) => event.hit.kind === 'click')) {
          const { userAgent, page } = driven(random);
          const request: Request = {
            at: hit.at + random.between(-400, 50),
            kind: 'click',
            ip: defender(random),
            userAgent,
            headers: page,
            ...(hit.link !== undefined && { link: hit.link }),
          };
          events.push(eventOf(events.length, at, SAFE_LINKS_AT_CLICK, request));
        }
      }
    }
  }
  return events;
}

function domainOf(random: Random): Domain {
  const machines = random.chance(0.5) ? [] : [weighted(random, MACHINES)];
  if (machines.length > 0 && random.chance(0.1)) machines.push(weighted(random, MACHINES));
  return { office: anOffice(random), machines: [...new Set(machines)], gateways: new Map() };
}

function weighted(random: Random, kinds: readonly Kind[]): Kind {
  let left = random.between(
    0,
    kinds.reduce((sum, { weight }) => sum + weight, 0),
  );
  const found = kinds.find(({ weight }) => (left -= weight) < 0);
  return found ?? random.pick(kinds);
}

function eventOf(
  n: number,
  { message, recipient, sentAt, desk }: { message: string; recipient: number; sentAt: number; desk: string },
  kind: Kind,
  request: Request,
): Event {
  const { ip, userAgent, headers } = request;
  const hit: Hit = {
    id: `${message}-${n}`,
    kind: request.kind,
    at: Math.round(request.at),
    message,
    recipient,
    features: hitFeatures({ method: 'GET', userAgent, ip, headers }),
    source: addressPrefix(ip) ?? ip,
    sentAt,
    sender: { source: addressPrefix(desk) ?? desk, platform: 'windows' },
    ...(request.link !== undefined && { link: request.link }),
  };
  return { hit, truth: kind.truthOf?.(request) ?? kind.truth, kind };
}
