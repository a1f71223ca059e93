import path from 'node:path';
import { z } from 'zod';
import type { MarketingSmtp } from './marketing/send/transport';
import type { Smtp } from './smtp';

/** One setting as README's table shows it. */
export interface SettingLine {
  name: string;
  /** What holds without it. */
  default: string;
  meaning: string;
}

/** Every setting there is, in README's order. */
export const SETTINGS: readonly SettingLine[] = [
  { name: 'PORT', default: '4000', meaning: 'Where the server listens; the sandbox takes the next port too' },
  {
    name: 'HOST',
    default: '0.0.0.0',
    meaning: 'Which address it listens on (0.0.0.0: all); the sandbox keeps to localhost',
  },
  {
    name: 'DATA_DIR',
    default: './data',
    meaning: 'Where everything is kept: database, attachments, secrets',
  },
  {
    name: 'DATABASE_URL',
    default: 'the embedded store',
    meaning: 'PostgreSQL 15 or newer: postgres://user:password@host/database',
  },
  {
    name: 'PUBLIC_URL',
    default: 'none (sandbox)',
    meaning: 'The address people and Outlook reach the server by; https',
  },
  {
    name: 'TRACKING_URL',
    default: 'PUBLIC_URL',
    meaning: 'Address of images and links in sent mail, if another one',
  },
  {
    name: 'FILES_URL',
    default: 'PUBLIC_URL',
    meaning: 'Address of attachments, best another host, which gets no cookies',
  },
  {
    name: 'TRUSTED_PROXIES',
    default: 'none',
    meaning: '`loopback`, or addresses and networks (comma between) whose X-Forwarded-For is believed',
  },
  { name: 'LOG_LEVEL', default: 'info', meaning: 'fatal, error, warn, info, debug, trace or silent' },
  {
    name: 'ENTRA_CLIENT_ID',
    default: 'none (sandbox)',
    meaning: 'Application (client) id of the registration in Entra',
  },
  { name: 'ENTRA_CLIENT_SECRET', default: 'none (sandbox)', meaning: 'A client secret of that registration' },
  {
    name: 'ENTRA_CLIENT_SECRET_EXPIRES',
    default: 'none: nobody is warned',
    meaning: 'The day that Entra shows as its end (2027-05-31): administrators are told 30 days before',
  },
  {
    name: 'ENTRA_ADDIN_CLIENT_ID',
    default: 'ENTRA_CLIENT_ID',
    meaning: "The add-in's own registration, if another one",
  },
  {
    name: 'ENTRA_ALLOWED_CLIENTS',
    default: 'the two above and Office',
    meaning: 'Client ids whose tokens are taken (comma between)',
  },
  { name: 'ENTRA_SCOPE', default: 'access_as_user', meaning: "Name of the API's scope in the registration" },
  {
    name: 'ADDIN_ID',
    default: 'made from PUBLIC_URL',
    meaning: "The add-in's id in this deployment's manifest, a GUID",
  },
  {
    name: 'SANDBOX',
    default: 'auto',
    meaning: '`auto`: the sandbox runs while no Entra setting and no public address is given; `off`: never',
  },
  {
    name: 'SANDBOX_CONTACTS',
    default: 'yes',
    meaning: '`no`: a new sandbox has two contacts instead of 500, and nobody who does marketing',
  },
  {
    name: 'SANDBOX_SPEED',
    default: '1',
    meaning: 'How many times as fast the sandbox’s recipients answer marketing mail (1 to 1000)',
  },
  {
    name: 'INGEST_ACK',
    default: 'log',
    meaning: '`log`: a hit is answered once it is on this disk; `db`: once it is in the database',
  },
  {
    name: 'INGEST_DAYS',
    default: '1',
    meaning: 'For how many days (1 to 30) the intake log keeps the addresses and agents of hits, sealed',
  },
  {
    name: 'HIT_LIMIT',
    default: '3000',
    meaning:
      'How many hits of one source a minute are recorded (0: all); beyond, they are answered and counted',
  },
  {
    name: 'METRICS_TOKEN',
    default: 'none: from this machine only',
    meaning: 'Who sends it (`Authorization: Bearer …`) may read `/metrics` from anywhere',
  },
  {
    name: 'PUSH_CONTACT',
    default: 'PUBLIC_URL',
    meaning: 'Whom push services write to about this server: `mailto:` and an address, or an https page',
  },
  {
    name: 'SMTP_URL',
    default: 'none: no mail of its own',
    meaning:
      'A relay for the mails that the server writes itself: smtp://user:password@host:587, or smtps://',
  },
  {
    name: 'MAIL_FROM',
    default: 'none',
    meaning: 'Whom those mails are from, such as no-reply@example.com; needed with SMTP_URL',
  },
  {
    name: 'MARKETING_SMTP_URL',
    default: 'SMTP_URL',
    meaning: 'The relay that marketing mail leaves by, if another one',
  },
  {
    name: 'MARKETING_SMTP_CONNECTIONS',
    default: '5',
    meaning: 'How many connections to it are open at once (1 to 50)',
  },
  {
    name: 'SMTP_DROPS_DOUBLES',
    default: 'no',
    meaning:
      '`yes`: that relay, or the mailboxes behind it, drop the second of two mails with one Message-ID, so a copy that may have left is sent again',
  },
  {
    name: 'VIRUS_SCAN',
    default: 'none',
    meaning:
      'What looks at every file before it is kept: a command that reads it (`clamdscan --no-summary -`), or an address it is posted to',
  },
  {
    name: 'SECRETS',
    default: 'DATA_DIR/secrets',
    meaning: 'The text of the secrets file, instead of the file',
  },
];

export interface Settings {
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string | undefined;
  /** Without trailing slash, as all addresses here. */
  publicUrl: string | undefined;
  trackingUrl: string | undefined;
  filesUrl: string | undefined;
  /** In the form Fastify's trustProxy takes. */
  trustedProxies: string | string[] | undefined;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Present when a real tenant is served. */
  entra:
    | {
        clientId: string;
        clientSecret: string;
        allowedClients: string[];
        addinClientId: string;
        scope: string;
      }
    | undefined;
  addinId: string | undefined;
  /** When the client secret ends, as far as it was told. */
  clientSecretExpires: Date | undefined;
  /** Whether the sandbox runs. */
  sandbox: boolean;
  /** Whether a new sandbox has the world of marketing mail. */
  sandboxContacts: boolean;
  /** 1: its recipients do all they do within some seventy seconds. */
  sandboxSpeed: number;
  ingestAck: 'log' | 'db';
  /** P4: so long a segment of the ingest log is kept, and with it the raw values of its hits. */
  ingestDays: number;
  /** Hits of one source that are recorded in a minute; 0: all. */
  hitLimit: number;
  /** Opens /metrics to whoever sends it; without it only this machine is answered. */
  metricsToken: string | undefined;
  /** What push services are told of who runs this server (RFC 8292, 2.1). */
  pushContact: string;
  /** For mails of the server's own; without it, it sends none. */
  smtp: Smtp | undefined;
  /** Marketing mail leaves by it; without it, none does. */
  marketingSmtp: MarketingSmtp | undefined;
  /** A command or an address (mailbox/filing/virus-scan.ts). */
  virusScan: string | undefined;
}

export type ReadSettings = { ok: true; settings: Settings } | { ok: false; problems: string[] };

type Env = Readonly<Record<string, string | undefined>>;

const guid = z
  .guid({ error: 'a GUID such as 11111111-2222-4333-8444-555555555555' })
  .transform((id) => id.toLowerCase());
const guids = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(guid));

const isLocal = (url: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);

function plainAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLocal(url));
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  return secure && bare ? url.origin : undefined;
}

const ADDRESS = 'https://host[:port] without a path (http only for localhost)';
const address = z
  .string()
  .refine((text) => plainAddress(text) !== undefined, ADDRESS)
  .transform((text) => plainAddress(text) ?? text);

const PROXIES = 'loopback, or IP addresses and networks with a comma between, such as 10.0.0.0/8';
const proxyPart = z.union([
  z.ipv4(),
  z.ipv6(),
  z.cidrv4(),
  z.cidrv6(),
  z.enum(['loopback', 'linklocal', 'uniquelocal']),
]);
const proxies = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every((part) => proxyPart.safeParse(part).success), PROXIES);

/** Push services refuse an address on the machine itself, so the sandbox names one that nobody has (RFC 2606). */
const NO_CONTACT = 'mailto:mailtrail@example.com';
const CONTACT = 'mailto:name@host, or an https address that is not this machine';
const isContact = (text: string): boolean =>
  /^mailto:[^@\s]+@[^@\s]+$/.test(text) ||
  (text.startsWith('https://') && URL.canParse(text) && !isLocal(new URL(text)));

const MAIL_FROM = 'a mail address such as no-reply@example.com';
const RELAY = 'smtp://user:password@host:587 or smtps://user:password@host:465';
const isRelay = (text: string): boolean =>
  URL.canParse(text) && ['smtp:', 'smtps:'].includes(new URL(text).protocol) && new URL(text).hostname !== '';

const PORT = 'a whole number from 1 to 65534';
const COUNT = 'a whole number from 0 to 9999999';
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: values.join(', ') });

const isPostgres = (text: string): boolean =>
  URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol);

/** Each setting by its own; the issue's message says what is allowed. */
const FORMS = {
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, PORT)
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_534, PORT)
    .optional(),
  HOST: z.string().optional(),
  DATA_DIR: z.string().optional(),
  DATABASE_URL: z.string().refine(isPostgres, 'postgres://user:password@host/database').optional(),
  PUBLIC_URL: address.optional(),
  TRACKING_URL: address.optional(),
  FILES_URL: address.optional(),
  TRUSTED_PROXIES: proxies.optional(),
  LOG_LEVEL: oneOf(LEVELS).optional(),
  ENTRA_CLIENT_ID: guid.optional(),
  ENTRA_CLIENT_SECRET: z.string().optional(),
  ENTRA_CLIENT_SECRET_EXPIRES: z.iso.date('a day such as 2027-05-31').optional(),
  ENTRA_ADDIN_CLIENT_ID: guid.optional(),
  ENTRA_ALLOWED_CLIENTS: guids.optional(),
  ENTRA_SCOPE: z
    .string()
    .regex(/^[\w.-]{1,120}$/, 'letters, digits, dot, dash, underscore')
    .optional(),
  ADDIN_ID: guid.optional(),
  SANDBOX: oneOf(['auto', 'off']).optional(),
  SANDBOX_CONTACTS: oneOf(['yes', 'no']).optional(),
  SANDBOX_SPEED: z
    .string()
    .regex(/^(?:[1-9]\d{0,2}|1000)$/, 'a whole number from 1 to 1000')
    .transform(Number)
    .optional(),
  INGEST_ACK: oneOf(['log', 'db']).optional(),
  METRICS_TOKEN: z.string().min(16, 'at least 16 characters').optional(),
  PUSH_CONTACT: z.string().refine(isContact, CONTACT).optional(),
  SMTP_URL: z.string().refine(isRelay, RELAY).optional(),
  MAIL_FROM: z.email(MAIL_FROM).optional(),
  MARKETING_SMTP_URL: z.string().refine(isRelay, RELAY).optional(),
  MARKETING_SMTP_CONNECTIONS: z
    .string()
    .regex(/^(?:[1-9]|[1-4]\d|50)$/, 'a whole number from 1 to 50')
    .transform(Number)
    .optional(),
  SMTP_DROPS_DOUBLES: oneOf(['yes', 'no']).optional(),
  VIRUS_SCAN: z
    .string()
    .trim()
    .regex(/^[^\p{Cc}]+$/u, 'a command or an address')
    .optional(),
  INGEST_DAYS: z
    .string()
    .regex(/^(?:[1-9]|[12]\d|30)$/, 'a whole number from 1 to 30')
    .transform(Number)
    .optional(),
  HIT_LIMIT: z
    .string()
    .regex(/^\d{1,7}$/, COUNT)
    .transform(Number)
    .optional(),
};
const form = z.object(FORMS);

/**
 * Office and Outlook as Entra knows them: the clients that Microsoft's documentation has one authorise beforehand for
 * the older single sign-on, by which launch events get their first token. The audience stays this registration's own.
 */
const OFFICE_CLIENTS = [
  'd3590ed6-52b3-4102-aeff-aad2292ab01c',
  'ea5a67f6-b6f3-4338-b240-c655ddc3cc8e',
  '57fb890c-0dab-4253-a5e0-7188c88b2bb4',
  '08e18876-6177-487e-b8b5-cf950c1e598c',
  'bc59ab01-8403-45c6-8796-ac3ef710b3e3',
  '93d53678-613d-4013-afc1-62e9e444a0a5',
];

/** Never shown in an error line. */
const HIDDEN = new Set([
  'ENTRA_CLIENT_SECRET',
  'DATABASE_URL',
  'METRICS_TOKEN',
  'SECRETS',
  'SMTP_URL',
  'MARKETING_SMTP_URL',
]);

function describe(name: string, given: string | undefined, allowed: string): string {
  const shown = HIDDEN.has(name) ? 'something else (not shown)' : `'${given ?? ''}'`;
  return `${name} is ${shown}; allowed: ${allowed}`;
}

type Environment = z.infer<typeof form>;

/** A real tenant is meant as soon as one Entra setting or a public address is given: the sandbox never runs beside it. */
function isLive(env: Environment): boolean {
  const entra = Object.entries(env).some(([name, value]) => name.startsWith('ENTRA_') && value !== undefined);
  const elsewhere = [env.TRACKING_URL, env.FILES_URL].some(
    (url) => url !== undefined && !isLocal(new URL(url)),
  );
  return entra || elsewhere || env.PUBLIC_URL !== undefined;
}

/** Settings that only make sense together. */
function together(env: Environment): string[] {
  const problems: string[] = [];
  const needs = ['PUBLIC_URL', 'ENTRA_CLIENT_ID', 'ENTRA_CLIENT_SECRET'] as const;
  if (isLive(env) || env.SANDBOX === 'off') {
    for (const name of needs) {
      if (env[name] === undefined) {
        problems.push(`${name} is not set; to serve a real tenant all of ${needs.join(', ')} are needed`);
      }
    }
  }
  if ((env.SMTP_URL === undefined) !== (env.MAIL_FROM === undefined)) {
    const [missing, given] =
      env.SMTP_URL === undefined ? ['SMTP_URL', 'MAIL_FROM'] : ['MAIL_FROM', 'SMTP_URL'];
    problems.push(`${missing} is not set; ${given} needs it`);
  }
  return problems;
}

function marketingSmtp(env: Environment): MarketingSmtp | undefined {
  const url = env.MARKETING_SMTP_URL ?? env.SMTP_URL;
  return url === undefined
    ? undefined
    : {
        url,
        connections: env.MARKETING_SMTP_CONNECTIONS ?? 5,
        dropsDoubles: env.SMTP_DROPS_DOUBLES === 'yes',
      };
}

/**
 * Reads all settings from the environment; an empty value counts as not set. Each problem is one line: the setting,
 * what was given, what is allowed.
 */
export function readSettings(environment: Env): ReadSettings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = form.safeParse(given);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return describe(name, environment[name], issue.message);
    });
    return { ok: false, problems: [...new Set(lines)] };
  }
  const env = read.data;
  const problems = together(env);
  if (problems.length > 0) return { ok: false, problems };

  const clientId = env.ENTRA_CLIENT_ID;
  const clientSecret = env.ENTRA_CLIENT_SECRET;
  const proxyList = env.TRUSTED_PROXIES;
  const settings: Settings = {
    port: env.PORT ?? 4000,
    host: env.HOST ?? '0.0.0.0',
    dataDir: path.resolve(env.DATA_DIR ?? './data'),
    databaseUrl: env.DATABASE_URL,
    publicUrl: env.PUBLIC_URL,
    trackingUrl: env.TRACKING_URL,
    filesUrl: env.FILES_URL,
    trustedProxies: proxyList?.length === 1 ? proxyList[0] : proxyList,
    logLevel: env.LOG_LEVEL ?? 'info',
    entra: undefined,
    addinId: env.ADDIN_ID,
    clientSecretExpires:
      env.ENTRA_CLIENT_SECRET_EXPIRES === undefined ? undefined : new Date(env.ENTRA_CLIENT_SECRET_EXPIRES),
    sandbox: env.SANDBOX !== 'off' && !isLive(env),
    sandboxContacts: env.SANDBOX_CONTACTS !== 'no',
    sandboxSpeed: env.SANDBOX_SPEED ?? 1,
    ingestAck: env.INGEST_ACK ?? 'log',
    ingestDays: env.INGEST_DAYS ?? 1,
    hitLimit: env.HIT_LIMIT ?? 3_000,
    metricsToken: env.METRICS_TOKEN,
    pushContact:
      env.PUSH_CONTACT ??
      (env.PUBLIC_URL !== undefined && isContact(env.PUBLIC_URL) ? env.PUBLIC_URL : NO_CONTACT),
    smtp:
      env.SMTP_URL === undefined || env.MAIL_FROM === undefined
        ? undefined
        : { url: env.SMTP_URL, from: env.MAIL_FROM },
    marketingSmtp: marketingSmtp(env),
    virusScan: env.VIRUS_SCAN,
  };
  if (clientId !== undefined && clientSecret !== undefined) {
    const addinClientId = env.ENTRA_ADDIN_CLIENT_ID ?? clientId;
    settings.entra = {
      clientId,
      clientSecret,
      addinClientId,
      allowedClients: env.ENTRA_ALLOWED_CLIENTS ?? [...new Set([clientId, addinClientId]), ...OFFICE_CLIENTS],
      scope: env.ENTRA_SCOPE ?? 'access_as_user',
    };
  }
  return { ok: true, settings };
}
