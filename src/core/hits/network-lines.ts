import { HOSTING } from './hosting-ranges';

/**
 * What a network tells about who asks. `docs/verdicts.md` says how to add a line; a test holds an address inside and
 * one just outside against each.
 */
export type NetworkClass =
  | 'private'
  /** Apple's own machines, which fetch the images of mail ahead of its readers. */
  | 'apple'
  /** Google's own machines: image proxy and scanners, no cloud customers. */
  | 'google'
  /** A mail filter. */
  | 'gateway'
  /** Exchange Online: fetches images for readers on the web, and ahead of them. */
  | 'mail-service'
  /** People leave here: private relays, browsing gateways of companies. Never a sign of a machine. */
  | 'relay'
  /** Rented machines: sandboxes, and people's virtual desktops. */
  | 'hosting'
  | 'other';

export interface NetworkLine {
  range: string;
  network: Exclude<NetworkClass, 'other'>;
  name: string;
  /** Which hits it says anything about. */
  scope: 'opens' | 'clicks' | 'all';
  /** `certain`: nobody reads mail from there, so that it decides alone; `likely`: a doubt that other features decide. */
  certainty: 'certain' | 'likely';
  /** Key of `SOURCES`. */
  source: keyof typeof SOURCES;
  /** Year and month in which the source said so. */
  date: string;
}

/** Where the lines come from. */
export const SOURCES = {
  iana: 'IANA special-purpose address registries',
  apple: 'ARIN and RIPE: Apple Inc.',
  'relay-egress': 'mask-api.icloud.com/egress-ip-ranges.csv, gathered to the operators’ blocks',
  'm365-9-10': 'Microsoft 365 endpoint list, sets 9 and 10 (*.protection.outlook.com)',
  'm365-1': 'Microsoft 365 endpoint list, set 1 (outlook.office.com, outlook.office365.com)',
  'adobe-bots': 'Adobe Marketo Engage, Filtering Email Bot Activity: addresses seen to make false engagement',
  'google-spf': '_spf.google.com and ARIN: Google LLC, without Google Cloud',
  'barracuda-egd': 'Barracuda Email Gateway Defense, IP ranges by region',
  'barracuda-spf': 'spf.ess.barracudanetworks.com',
  'proofpoint-docs': 'Proofpoint Essentials, connection details; support page on networks to allow',
  'proofpoint-o365': 'Microsoft 365 support: throttling overrides, by vendor',
  'mimecast-spf': '_netblocks.mimecast.com',
  'symantec-spf': 'spf.messagelabs.com',
  'trend-micro': 'ARIN: Trend Micro; seen to follow addresses by many operators',
  zscaler: 'config.zscaler.com, enforcement nodes',
  netskope: 'Netskope support, IP ranges of the data plane',
  'cloud-lists': 'address lists that the cloud providers publish, gathered coarsely',
} as const;

type Row = readonly [
  range: string,
  network: NetworkLine['network'],
  scope: NetworkLine['scope'],
  certainty: NetworkLine['certainty'],
  source: NetworkLine['source'],
  date: string,
  name: string,
];

// prettier-ignore
const ROWS: readonly Row[] = [
  ['10.0.0.0/8',          'private', 'all', 'certain', 'iana', '2024-01', 'a private network'],
  ['172.16.0.0/12',       'private', 'all', 'certain', 'iana', '2024-01', 'a private network'],
  ['192.168.0.0/16',      'private', 'all', 'certain', 'iana', '2024-01', 'a private network'],
  ['127.0.0.0/8',         'private', 'all', 'certain', 'iana', '2024-01', 'this machine'],
  ['::1/128',             'private', 'all', 'certain', 'iana', '2024-01', 'this machine'],
  ['fc00::/7',            'private', 'all', 'certain', 'iana', '2024-01', 'a private network'],
  ['fe80::/10',           'private', 'all', 'certain', 'iana', '2024-01', 'a private network'],

  ['17.0.0.0/8',          'apple', 'opens', 'certain', 'apple', '2024-01', 'Apple'],
  ['2620:149::/32',       'apple', 'opens', 'certain', 'apple', '2024-01', 'Apple'],
  ['2a01:b740::/32',      'apple', 'opens', 'certain', 'apple', '2024-01', 'Apple'],

  ['104.28.0.0/16',       'relay', 'opens', 'likely', 'relay-egress', '2025-06', 'iCloud Private Relay or WARP'],
  ['172.224.0.0/12',      'relay', 'opens', 'likely', 'relay-egress', '2025-06', 'iCloud Private Relay'],
  ['140.248.0.0/16',      'relay', 'opens', 'likely', 'relay-egress', '2025-06', 'iCloud Private Relay'],
  ['146.75.128.0/17',     'relay', 'opens', 'likely', 'relay-egress', '2025-06', 'iCloud Private Relay'],
  ['2606:54c0::/32',      'relay', 'opens', 'likely', 'relay-egress', '2025-06', 'iCloud Private Relay'],
  ['2a02:26f7::/32',      'relay', 'opens', 'likely', 'relay-egress', '2025-06', 'iCloud Private Relay'],
  ['2a04:4e41::/32',      'relay', 'opens', 'likely', 'relay-egress', '2025-06', 'iCloud Private Relay'],
  ['2a09:bac0::/29',      'relay', 'opens', 'likely', 'relay-egress', '2025-06', 'iCloud Private Relay or WARP'],

  // Companies' own browsing leaves here.
  ['104.129.192.0/20',    'relay', 'all', 'certain', 'zscaler', '2025-06', 'Zscaler'],
  ['136.226.0.0/16',      'relay', 'all', 'certain', 'zscaler', '2025-06', 'Zscaler'],
  ['137.83.128.0/18',     'relay', 'all', 'certain', 'zscaler', '2025-06', 'Zscaler'],
  ['147.161.128.0/17',    'relay', 'all', 'certain', 'zscaler', '2025-06', 'Zscaler'],
  ['165.225.0.0/17',      'relay', 'all', 'certain', 'zscaler', '2025-06', 'Zscaler'],
  ['165.225.192.0/18',    'relay', 'all', 'certain', 'zscaler', '2025-06', 'Zscaler'],
  ['167.103.0.0/16',      'relay', 'all', 'certain', 'zscaler', '2025-06', 'Zscaler'],
  ['170.85.0.0/16',       'relay', 'all', 'certain', 'zscaler', '2025-06', 'Zscaler'],
  ['185.46.212.0/22',     'relay', 'all', 'certain', 'zscaler', '2025-06', 'Zscaler'],
  ['8.36.116.0/24',       'relay', 'all', 'certain', 'netskope', '2025-06', 'Netskope'],
  ['8.39.144.0/24',       'relay', 'all', 'certain', 'netskope', '2025-06', 'Netskope'],
  ['31.186.239.0/24',     'relay', 'all', 'certain', 'netskope', '2025-06', 'Netskope'],
  ['162.10.0.0/17',       'relay', 'all', 'certain', 'netskope', '2025-06', 'Netskope'],
  ['163.116.128.0/17',    'relay', 'all', 'certain', 'netskope', '2025-06', 'Netskope'],

  // The image proxy says so in its agent; what calls itself a browser here is a scanner or a member of Google's staff.
  ['64.233.160.0/19',     'google', 'all', 'likely', 'google-spf', '2024-01', 'Google'],
  ['66.102.0.0/20',       'google', 'all', 'likely', 'google-spf', '2024-01', 'Google'],
  ['66.249.64.0/19',      'google', 'all', 'likely', 'adobe-bots', '2025-03', 'Google'],
  ['72.14.192.0/18',      'google', 'all', 'likely', 'google-spf', '2024-01', 'Google'],
  ['74.125.0.0/16',       'google', 'all', 'likely', 'adobe-bots', '2025-03', 'Google'],
  ['108.177.0.0/17',      'google', 'all', 'likely', 'google-spf', '2024-01', 'Google'],
  ['173.194.0.0/16',      'google', 'all', 'likely', 'google-spf', '2024-01', 'Google'],
  ['209.85.128.0/17',     'google', 'all', 'likely', 'google-spf', '2024-01', 'Google'],
  ['2001:4860::/32',      'google', 'all', 'likely', 'google-spf', '2024-01', 'Google'],

  // The filter in front of Exchange Online. Safe Links redirects a person's own browser, so that no click of theirs
  // comes from here.
  ['40.92.0.0/15',        'gateway', 'all', 'certain', 'm365-9-10', '2026-08', 'Microsoft Defender Safe Links'],
  ['40.107.0.0/16',       'gateway', 'all', 'certain', 'm365-9-10', '2026-08', 'Microsoft Defender Safe Links'],
  ['52.100.0.0/14',       'gateway', 'all', 'certain', 'm365-9-10', '2026-08', 'Microsoft Defender Safe Links'],
  ['52.238.78.88/32',     'gateway', 'all', 'certain', 'm365-9-10', '2026-08', 'Microsoft Defender Safe Links'],
  ['104.47.0.0/17',       'gateway', 'all', 'certain', 'm365-9-10', '2026-08', 'Microsoft Defender Safe Links'],
  ['2a01:111:f400::/48',  'gateway', 'all', 'certain', 'm365-9-10', '2026-08', 'Microsoft Defender Safe Links'],
  ['2a01:111:f403::/48',  'gateway', 'all', 'certain', 'm365-9-10', '2026-08', 'Microsoft Defender Safe Links'],
  ['40.94.0.0/16',        'gateway', 'all', 'likely', 'adobe-bots', '2025-03', 'Microsoft Defender detonation'],

  // Outlook on the web fetches images for readers from here; clicks are their own browser's.
  ['13.107.128.0/22',     'mail-service', 'opens', 'likely', 'm365-1', '2026-08', 'Exchange Online'],
  ['23.103.160.0/20',     'mail-service', 'opens', 'likely', 'm365-1', '2026-08', 'Exchange Online'],
  ['40.96.0.0/13',        'mail-service', 'opens', 'likely', 'm365-1', '2026-08', 'Exchange Online'],
  ['40.104.0.0/15',       'mail-service', 'opens', 'likely', 'm365-1', '2026-08', 'Exchange Online'],
  ['52.96.0.0/14',        'mail-service', 'opens', 'likely', 'm365-1', '2026-08', 'Exchange Online'],
  ['132.245.0.0/16',      'mail-service', 'opens', 'likely', 'm365-1', '2026-08', 'Exchange Online'],
  ['150.171.32.0/22',     'mail-service', 'opens', 'likely', 'm365-1', '2026-08', 'Exchange Online'],
  ['2603:1006::/40',      'mail-service', 'opens', 'likely', 'm365-1', '2026-08', 'Exchange Online'],
  ['2603:1016::/36',      'mail-service', 'opens', 'likely', 'm365-1', '2026-08', 'Exchange Online'],
  ['2603:1026::/36',      'mail-service', 'opens', 'likely', 'm365-1', '2026-08', 'Exchange Online'],
  ['2603:1036::/36',      'mail-service', 'opens', 'likely', 'm365-1', '2026-08', 'Exchange Online'],
  ['2603:1046::/36',      'mail-service', 'opens', 'likely', 'm365-1', '2026-08', 'Exchange Online'],
  ['2603:1056::/36',      'mail-service', 'opens', 'likely', 'm365-1', '2026-08', 'Exchange Online'],

  // The filter itself, one block a region.
  ['3.24.133.128/25',     'gateway', 'all', 'certain', 'barracuda-egd', '2026-09', 'Barracuda'],
  ['13.200.136.128/25',   'gateway', 'all', 'certain', 'barracuda-egd', '2026-09', 'Barracuda'],
  ['15.222.16.128/25',    'gateway', 'all', 'certain', 'barracuda-egd', '2026-09', 'Barracuda'],
  ['18.133.136.96/27',    'gateway', 'all', 'certain', 'barracuda-egd', '2026-09', 'Barracuda'],
  ['18.133.136.128/26',   'gateway', 'all', 'certain', 'barracuda-egd', '2026-09', 'Barracuda'],
  ['18.184.203.224/27',   'gateway', 'all', 'certain', 'barracuda-egd', '2026-09', 'Barracuda'],
  ['18.185.115.192/26',   'gateway', 'all', 'certain', 'barracuda-egd', '2026-09', 'Barracuda'],
  ['35.157.190.224/27',   'gateway', 'all', 'certain', 'barracuda-egd', '2026-09', 'Barracuda'],
  ['35.176.92.96/27',     'gateway', 'all', 'certain', 'barracuda-egd', '2026-09', 'Barracuda'],
  ['209.222.80.0/21',     'gateway', 'all', 'certain', 'barracuda-spf', '2026-09', 'Barracuda'],
  ['64.235.144.0/20',     'gateway', 'all', 'likely', 'adobe-bots', '2025-03', 'Barracuda'],

  // Likely, since their browser isolation shows pages to people from the same networks.
  ['62.209.50.0/23',      'gateway', 'all', 'likely', 'proofpoint-docs', '2025-06', 'Proofpoint'],
  ['66.159.224.0/19',     'gateway', 'all', 'likely', 'proofpoint-o365', '2025-06', 'Proofpoint'],
  ['67.231.144.0/20',     'gateway', 'all', 'likely', 'proofpoint-docs', '2025-06', 'Proofpoint'],
  ['91.207.212.0/23',     'gateway', 'all', 'likely', 'proofpoint-docs', '2025-06', 'Proofpoint'],
  ['91.209.104.0/24',     'gateway', 'all', 'likely', 'proofpoint-docs', '2025-06', 'Proofpoint'],
  ['148.163.128.0/19',    'gateway', 'all', 'likely', 'proofpoint-o365', '2025-06', 'Proofpoint'],
  ['185.132.180.0/22',    'gateway', 'all', 'likely', 'proofpoint-docs', '2025-06', 'Proofpoint'],
  ['185.183.28.0/22',     'gateway', 'all', 'likely', 'proofpoint-docs', '2025-06', 'Proofpoint'],
  ['205.220.160.0/19',    'gateway', 'all', 'likely', 'proofpoint-o365', '2025-06', 'Proofpoint'],

  ['41.74.192.0/20',      'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['51.163.158.0/23',     'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['62.140.7.0/24',       'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['63.128.21.0/24',      'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['91.220.42.0/24',      'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['103.13.69.0/24',      'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['103.96.21.0/24',      'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['103.96.23.0/24',      'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['124.47.150.0/24',     'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['124.47.189.0/24',     'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['146.101.78.0/24',     'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['170.10.129.0/24',     'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['170.10.133.0/24',     'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['180.189.28.0/24',     'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['185.58.84.0/22',      'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['194.104.109.0/24',    'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['194.104.111.0/24',    'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['195.130.217.0/24',    'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['205.139.110.0/24',    'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['207.82.80.0/24',      'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['207.211.30.0/23',     'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],
  ['216.205.24.0/24',     'gateway', 'all', 'likely', 'mimecast-spf', '2020-10', 'Mimecast'],

  ['46.226.48.0/21',      'gateway', 'all', 'likely', 'symantec-spf', '2020-10', 'Symantec Email Security'],
  ['67.219.240.0/20',     'gateway', 'all', 'likely', 'symantec-spf', '2020-10', 'Symantec Email Security'],
  ['85.158.136.0/21',     'gateway', 'all', 'likely', 'symantec-spf', '2020-10', 'Symantec Email Security'],
  ['95.131.104.0/21',     'gateway', 'all', 'likely', 'symantec-spf', '2020-10', 'Symantec Email Security'],
  ['103.9.96.0/22',       'gateway', 'all', 'likely', 'symantec-spf', '2020-10', 'Symantec Email Security'],
  ['117.120.16.0/21',     'gateway', 'all', 'likely', 'symantec-spf', '2020-10', 'Symantec Email Security'],
  ['193.109.254.0/23',    'gateway', 'all', 'likely', 'symantec-spf', '2020-10', 'Symantec Email Security'],
  ['194.106.220.0/23',    'gateway', 'all', 'likely', 'symantec-spf', '2020-10', 'Symantec Email Security'],
  ['195.245.230.0/23',    'gateway', 'all', 'likely', 'symantec-spf', '2020-10', 'Symantec Email Security'],
  ['216.82.240.0/20',     'gateway', 'all', 'likely', 'symantec-spf', '2020-10', 'Symantec Email Security'],

  ['150.70.0.0/16',       'gateway', 'all', 'likely', 'trend-micro', '2024-01', 'Trend Micro'],

  // Named by nobody, seen by Adobe.
  ['64.74.215.0/24',      'gateway', 'all', 'likely', 'adobe-bots', '2025-03', 'a mail scanner'],
  ['65.154.226.101/32',   'gateway', 'all', 'likely', 'adobe-bots', '2025-03', 'a mail scanner'],
  ['70.42.131.106/32',    'gateway', 'all', 'likely', 'adobe-bots', '2025-03', 'a mail scanner'],
  ['74.217.90.250/32',    'gateway', 'all', 'likely', 'adobe-bots', '2025-03', 'a mail scanner'],
  ['52.34.76.65/32',      'gateway', 'all', 'likely', 'adobe-bots', '2025-03', 'a mail scanner'],
  ['54.70.53.60/32',      'gateway', 'all', 'likely', 'adobe-bots', '2025-03', 'a mail scanner'],
  ['54.71.187.124/32',    'gateway', 'all', 'likely', 'adobe-bots', '2025-03', 'a mail scanner'],
];

const RENTED = Object.entries(HOSTING).flatMap(([name, ranges]) =>
  ranges.map((range): Row => [range, 'hosting', 'all', 'likely', 'cloud-lists', '2026-08', name]),
);

export const NETWORKS: readonly NetworkLine[] = [...ROWS, ...RENTED].map(
  ([range, network, scope, certainty, source, date, name]) => ({
    range,
    network,
    scope,
    certainty,
    source,
    date,
    name,
  }),
);
