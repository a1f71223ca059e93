import { randomFrom } from '../simulated';

/** How somebody stands to marketing mail (P1): a basis per purpose; absent: none was ever recorded. */
export interface Standing {
  mail?: 'consent-given' | 'legitimate-interest' | 'consent-withdrawn';
  tracking?: 'consent-given' | 'legitimate-interest' | 'consent-withdrawn';
}

/** Somebody whom the sandbox's company knows when it is opened for the first time. */
export interface SandboxContact extends Standing {
  name: string;
  address: string;
  company: string;
  city: string;
  interest: Interest;
  /** Key of an employee (`alice`); absent: nobody's. */
  owner?: 'alice' | 'dan' | 'mia';
  phone: string;
  /** Made so many days ago. */
  daysAgo: number;
}

export const INTERESTS = ['Rowing', 'Sailing', 'Motor boats'] as const;
export type Interest = (typeof INTERESTS)[number];

/** Those that the sandbox makes. */
export const CONTACTS = 500;

const GIVEN: readonly string[] =
  'Anna Tomasz Clara Piotr Sofia Lukas Emma Jan Marta Felix Julia Adam Hanna Oskar Zofia Paul Lena Marek Ida Erik Nora Karol Elsa Max Olga Henrik Ewa Jonas Maja Simon'.split(
    ' ',
  );
const FAMILY: readonly string[] =
  'Nowak Schmidt Larsen Kowalski Becker Novak Berg Wagner Lis Holm Fischer Zielińska Müller Dahl Wolski Krause Lund Vogel Mazur Hansen Richter Sikora Keller Strand Baran Winkler Moen Adamska Busch Rossi'.split(
    ' ',
  );
const FIRMS: readonly (readonly [name: string, domain: string, city: string])[] = [
  ['Nordkai Marine', 'nordkai.example', 'Hamburg'],
  ['Baltic Charter', 'balticcharter.example', 'Gdańsk'],
  ['Lakeside Hotels', 'lakeside-hotels.example', 'Konstanz'],
  ['Fjord Tours', 'fjordtours.example', 'Bergen'],
  ['Wisła Rowing Club', 'wisla-rowing.example', 'Kraków'],
  ['Seeblick GmbH', 'seeblick.example', 'Kiel'],
  ['Harbour & Sons', 'harbourandsons.example', 'Bristol'],
  ['Mazury Sail', 'mazurysail.example', 'Giżycko'],
  ['Rhein Logistik', 'rhein-logistik.example', 'Köln'],
  ['Skagen Boats', 'skagenboats.example', 'Skagen'],
  ['Adriatic Yachting', 'adriatic-yachting.example', 'Trieste'],
  ['Thames Academy', 'thames-academy.example', 'Oxford'],
  ['Polar Divers', 'polardivers.example', 'Tromsø'],
  ['Odra Shipyard', 'odra-shipyard.example', 'Szczecin'],
  ['Elbe Events', 'elbe-events.example', 'Dresden'],
  ['Blue Lagoon Spa', 'bluelagoon-spa.example', 'Malmö'],
  ['Windward Schools', 'windward.example', 'Cork'],
  ['Donau Reisen', 'donau-reisen.example', 'Passau'],
  ['Kite & Paddle', 'kiteandpaddle.example', 'Tarifa'],
  ['Pier Nine Studio', 'piernine.example', 'Rotterdam'],
  ['Silver Oar', 'silveroar.example', 'Henley'],
  ['Warta Marina', 'warta-marina.example', 'Poznań'],
  ['Nebel & Partner', 'nebel-partner.example', 'Lübeck'],
  ['Coastline Media', 'coastline-media.example', 'Galway'],
  ['Vistula Bank', 'vistulabank.example', 'Warszawa'],
];

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^\x00-\x7f]/g, '')
    .toLowerCase();

/** The same people in every sandbox. Twenty to a company, each at an address of their own. */
export function sandboxContacts(): SandboxContact[] {
  const random = randomFrom(500);
  return Array.from({ length: CONTACTS }, (_, i): SandboxContact => {
    const [company, domain, city] = FIRMS[i % FIRMS.length] ?? ['Nobody', 'nobody.example', 'Nowhere'];
    // Companies and given names go round at different lengths, so that no address comes twice (a test holds it).
    const given = GIVEN[i % GIVEN.length] ?? 'Anna';
    const family = FAMILY[(i * 7 + Math.floor(i / GIVEN.length)) % FAMILY.length] ?? 'Nowak';
    const mail = random.between(0, 100);
    const tracking = random.between(0, 100);
    const owner = random.pick(['alice', 'alice', 'mia', 'mia', 'dan', 'nobody'] as const);
    return {
      name: `${given} ${family}`,
      address: `${plain(given)}.${plain(family)}@${domain}`,
      company,
      city,
      interest: random.pick(INTERESTS),
      phone: `+49 555 ${String(1000 + i)}`,
      daysAgo: random.int(3, 400),
      ...(owner !== 'nobody' && { owner }),
      ...(mail < 72 && { mail: 'consent-given' as const }),
      ...(mail >= 72 && mail < 88 && { mail: 'legitimate-interest' as const }),
      ...(mail >= 88 && mail < 93 && { mail: 'consent-withdrawn' as const }),
      ...(tracking < 70 && { tracking: 'consent-given' as const }),
      ...(tracking >= 70 && tracking < 86 && { tracking: 'legitimate-interest' as const }),
      ...(tracking >= 86 && tracking < 90 && { tracking: 'consent-withdrawn' as const }),
    };
  });
}
