/** The world the sandbox plays: two companies that use the product, and the people they write to. */

/** Application (client) id of the server's app registration: the audience of its API tokens, and its confidential client. */
export const SANDBOX_CLIENT_ID = 'c0ffee00-0000-4000-8000-00000000a001';
/** Its client secret. Only ever valid against the sandbox's own token endpoint. */
export const SANDBOX_CLIENT_SECRET = 'sandbox~not-a-secret~only-for-the-sandbox';
/** Client id of the add-in's public (single-page) client: `azp` of the tokens the pane gets by nested sign-in. */
export const SANDBOX_ADDIN_CLIENT_ID = 'c0ffee00-0000-4000-8000-00000000a002';
/** The scope of the server's own API, without its `api://…/` prefix. */
export const SANDBOX_API_SCOPE = 'access_as_user';

/** Outlook on the web, as Entra knows it: the client of tokens that launch events get by the older single sign-on. */
export const OUTLOOK_WEB_CLIENT_ID = 'bc59ab01-8403-45c6-8796-ac3ef710b3e3';

/** The app registration as the server's settings name it. */
export const SANDBOX_ENTRA = {
  clientId: SANDBOX_CLIENT_ID,
  clientSecret: SANDBOX_CLIENT_SECRET,
  // The last: Outlook itself asks in the older single sign-on, and names itself.
  allowedClients: [SANDBOX_CLIENT_ID, SANDBOX_ADDIN_CLIENT_ID, OUTLOOK_WEB_CLIENT_ID],
  addinClientId: SANDBOX_ADDIN_CLIENT_ID,
  scope: SANDBOX_API_SCOPE,
};

export interface Tenant {
  id: string;
  name: string;
  domain: string;
  /** Entra grants the server's app the application role `Mail.Read` here: it then stands in `roles` of app-only tokens. */
  grantsMailRead: boolean;
  /** Mailboxes that Exchange RBAC for Applications opens to the app. The token shows nothing of it. */
  rbacMailboxes: readonly string[];
  /** Mailboxes that it lets the app send from (`Application Mail.Send`). */
  rbacSenders: readonly string[];
}

export interface OutOfOffice {
  /** The answer names the day this many days after the mail that it answers. */
  days: number;
}

export interface Person {
  /** The name in sandbox addresses: `/mail/bob`. */
  key: string;
  name: string;
  address: string;
  aliases: readonly string[];
  /** Set for people of a company that uses the product: they can sign in. */
  tenantId?: string;
  /** Entra object id; set together with `tenantId`. */
  objectId?: string;
  /** A shared mailbox: in the directory, but nobody signs in as it. */
  shared?: true;
  role?: 'admin' | 'marketer' | 'member';
  seat?: 'paid' | 'free';
  /** What the person's mail program sends when it fetches an image or follows a link. */
  userAgent: string;
  /** What the person's browser sends when a link in a mail is pressed; the mail program's, where it shows pages itself. */
  browserAgent: string;
  /** From a network reserved for documentation (RFC 5737). */
  ip: string;
  loadsImages: boolean;
  outOfOffice?: OutOfOffice;
}

export const BRIGHTWATER: Tenant = {
  id: 'aaaaaaaa-0000-4000-8000-000000000001',
  name: 'Brightwater',
  domain: 'brightwater.example',
  grantsMailRead: true,
  rbacMailboxes: [],
  rbacSenders: [],
};

export const OTHERSIDE: Tenant = {
  id: 'bbbbbbbb-0000-4000-8000-000000000002',
  name: 'Otherside',
  domain: 'otherside.example',
  grantsMailRead: false,
  rbacMailboxes: ['erin@otherside.example'],
  rbacSenders: [],
};

export const TENANTS: readonly Tenant[] = [BRIGHTWATER, OTHERSIDE];

const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0';
const OUTLOOK_WINDOWS = 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)';
const THUNDERBIRD = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

export const PEOPLE: readonly Person[] = [
  {
    key: 'alice',
    name: 'Alice Moreau',
    address: 'alice@brightwater.example',
    aliases: ['a.moreau@brightwater.example'],
    tenantId: BRIGHTWATER.id,
    objectId: 'aaaaaaaa-0000-4000-8000-0000000000a1',
    role: 'admin',
    seat: 'paid',
    userAgent: EDGE,
    browserAgent: EDGE,
    ip: '192.0.2.11',
    loadsImages: true,
  },
  {
    key: 'dan',
    name: 'Dan Okafor',
    address: 'dan@brightwater.example',
    aliases: [],
    tenantId: BRIGHTWATER.id,
    objectId: 'aaaaaaaa-0000-4000-8000-0000000000d1',
    role: 'member',
    seat: 'free',
    userAgent: EDGE,
    browserAgent: EDGE,
    ip: '192.0.2.12',
    loadsImages: true,
  },
  {
    key: 'mia',
    name: 'Mia Sandberg',
    address: 'mia@brightwater.example',
    aliases: ['m.sandberg@brightwater.example'],
    tenantId: BRIGHTWATER.id,
    objectId: 'aaaaaaaa-0000-4000-8000-0000000000c1',
    role: 'marketer',
    seat: 'free',
    userAgent: EDGE,
    browserAgent: EDGE,
    ip: '192.0.2.13',
    loadsImages: true,
  },
  {
    key: 'hello',
    name: 'Brightwater',
    address: 'hello@brightwater.example',
    aliases: ['news@brightwater.example'],
    tenantId: BRIGHTWATER.id,
    objectId: 'aaaaaaaa-0000-4000-8000-0000000000f1',
    shared: true,
    userAgent: EDGE,
    browserAgent: EDGE,
    ip: '192.0.2.14',
    loadsImages: true,
  },
  {
    key: 'erin',
    name: 'Erin Vale',
    address: 'erin@otherside.example',
    aliases: [],
    tenantId: OTHERSIDE.id,
    objectId: 'bbbbbbbb-0000-4000-8000-0000000000e1',
    role: 'admin',
    seat: 'paid',
    userAgent: EDGE,
    browserAgent: EDGE,
    ip: '192.0.2.21',
    loadsImages: true,
  },
  {
    key: 'bob',
    name: 'Bob Lindqvist',
    address: 'bob@partner.example',
    aliases: [],
    userAgent: OUTLOOK_WINDOWS,
    browserAgent: EDGE,
    ip: '198.51.100.23',
    loadsImages: true,
  },
  {
    key: 'frank',
    name: 'Frank Weber',
    address: 'frank@quiet.example',
    aliases: [],
    userAgent: THUNDERBIRD,
    browserAgent: FIREFOX,
    ip: '203.0.113.57',
    loadsImages: false,
  },
  {
    key: 'carol',
    name: 'Carol Reyes',
    address: 'carol@lumen.example',
    aliases: [],
    userAgent: OUTLOOK_WINDOWS,
    browserAgent: EDGE,
    ip: '203.0.113.104',
    loadsImages: true,
    outOfOffice: { days: 12 },
  },
];

/** Finds the tenant with this id. */
export function tenantById(id: string): Tenant | undefined {
  return TENANTS.find((tenant) => tenant.id === id.toLowerCase());
}

/** Finds a person by the name in sandbox addresses (`bob`). */
export function personByKey(key: string): Person | undefined {
  return PEOPLE.find((person) => person.key === key.toLowerCase());
}

/** Finds the owner of a mail address, be it the primary one or an alias; case does not matter. */
export function personByAddress(address: string): Person | undefined {
  const wanted = address.toLowerCase();
  return PEOPLE.find((person) => person.address === wanted || person.aliases.includes(wanted));
}

/** Somebody in the directory of a company that uses the product. */
export type Employee = Person & { tenantId: string; objectId: string };

/** True for people of a company that uses the product, and for its shared mailboxes. */
export function isEmployee(person: Person): person is Employee {
  return person.tenantId !== undefined && person.objectId !== undefined;
}

/** Whoever has a mailbox in a directory, shared ones among them, of one tenant or of all. */
export function mailboxOwners(tenantId?: string): Employee[] {
  return PEOPLE.filter(isEmployee).filter((person) => tenantId === undefined || person.tenantId === tenantId);
}

/** People who can sign in, of one tenant or of all. */
export function employees(tenantId?: string): Employee[] {
  return mailboxOwners(tenantId).filter(({ shared }) => shared !== true);
}
