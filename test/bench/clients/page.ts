import { withAppended } from '../../../src/addin/launch/append-image';
import { clientRow } from '../../../src/addin/launch/client-table';
import { decideOutgoing, type Outcome, type Outgoing } from '../../../src/addin/launch/outgoing';
import { ORDINARY } from '../../../src/addin/launch/traits';
import { wishesFor } from '../../../src/addin/launch/wishes';
import { makeNonce } from '../../../src/core/token';
import { answer, policy, ticket } from '../../fixtures/launch-world';
import type { Body } from '../embed/bodies';
import { table } from '../measure';

/** What each Outlook says of itself, after `CLIENTS` of the sandbox. */
const OUTLOOKS: readonly [name: string, client: { host: string; platform: string }][] = [
  ['Outlook on the web', { host: 'OutlookWebApp', platform: 'OfficeOnline' }],
  ['new Outlook on Windows', { host: 'newOutlookWindows', platform: 'OfficeOnline' }],
  ['classic Outlook on Windows', { host: 'Outlook', platform: 'PC' }],
  ['Outlook on Mac', { host: 'Outlook', platform: 'Mac' }],
  ['one we do not know', { host: 'SomethingNew', platform: 'Universal' }],
  ['Outlook on a phone', { host: 'OutlookIOS', platform: 'iOS' }],
];

const BOB = 'bob@partner.example';

/** The mail as it stands when Send is pressed: what Outlook appends is in it where Outlook was asked to. */
function sending(html: string, client: Outgoing['client']): Outcome {
  const issued = ticket();
  const known = {
    client,
    type: 'html' as const,
    traits: ORDINARY,
    recipients: [BOB],
    ticket: issued,
    nonce: makeNonce(issued, { time: 0, counter: 0, random: 0 }),
    policy: policy(),
    policyAt: 0,
    answers: [answer(BOB)],
    switches: {},
    now: 0,
  };
  const { image, token } = wishesFor(known);
  const appended = clientRow(client).append && image && token !== null ? token : '';
  const session = { ...known, appended };
  return decideOutgoing({ ...known, body: withAppended(html, session), files: [] });
}

const share = (part: number, of: number): string => (of === 0 ? '–' : `${Math.round((100 * part) / of)} %`);

/** The tables of docs/clients.md over these bodies. */
export function clientTables(bodies: readonly Body[]): string {
  const sent = OUTLOOKS.map(([name, client]) => ({
    name,
    outcomes: bodies.map(({ html }) => sending(html, client)),
  }));
  const isTracked = ({ links }: Outcome): boolean => links.some(({ tracked }) => tracked);
  // What one Outlook or another could track is what policy and the mail itself allow.
  const linked = bodies.map((_, i) =>
    sent.some(({ outcomes }) => outcomes[i] !== undefined && isTracked(outcomes[i])),
  );
  const withLinks = linked.filter(Boolean).length;
  const limits = [
    ...new Set(sent.flatMap(({ outcomes }) => outcomes.flatMap((outcome) => outcome.limits))),
  ].sort();

  const head = ['Outlook', 'image', `links (of ${withLinks} with any to track)`, 'body written', ...limits];
  const rows = sent.map(({ name, outcomes }) => {
    const count = (of: (outcome: Outcome, i: number) => boolean): number => outcomes.filter(of).length;
    return [
      name,
      share(
        count(({ image }) => image),
        bodies.length,
      ),
      share(
        count((outcome, i) => linked[i] === true && isTracked(outcome)),
        withLinks,
      ),
      share(
        count(({ write }) => write !== null),
        bodies.length,
      ),
      ...limits.map((limit) => String(count((outcome) => outcome.limits.includes(limit)))),
    ];
  });

  const reasons = new Map<string, number>();
  for (const { links } of sent[0]?.outcomes ?? [])
    for (const { reason } of links) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const byReason = [...reasons].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return [
    table([head, ...rows]),
    '',
    'Links of all these mails on the web, by what becomes of them:',
    '',
    table([['reason', 'links'], ...byReason.map(([reason, count]) => [reason, String(count)])]),
  ].join('\n');
}

export const clientsPage = (
  bodies: readonly Body[],
): string => `# Which share of mail carries what, by Outlook

Written by \`npm run bench -- clients --write\` over ${bodies.length} outgoing bodies as Word, Outlook, Apple Mail, Gmail and newsletters make them, by the very function that the send handler acts on (\`decideOutgoing\`), with a paid seat, one known recipient, and the switches as delivered. [outlook-clients.md](outlook-clients.md) says why the rows are as they are.

${clientTables(bodies)}

A column named after a limit counts the mails that met it: \`inlinePictures\`, pictures kept in the mail, which a write would lose or upload again; \`tooLong\`, over 900,000 characters; \`client\`, an Outlook without a send event. Such a mail leaves as it was written, with the image where Outlook itself appends it. Plain-text mail carries nothing anywhere; none of these is.
`;
