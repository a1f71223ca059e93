import { createHmac } from 'node:crypto';
import type { IncomingMail } from '../../../../src/core/incoming';
import { makeLink } from '../../../../src/core/token';
import { clientStateOf, readClientState } from '../../../../src/server/mailbox/client-state';
import { isSentCopy } from '../../../../src/server/mailbox/filing/file-item';
import { withGraphFacts } from '../../../../src/server/mailbox/filing/fetched-mail';
import { tokensOfSentCopy, trackingIn } from '../../../../src/server/mailbox/filing/marks';
import { recipientsOf } from '../../../../src/server/mailbox/filing/people';
import { withheld, withheldByItself } from '../../../../src/server/mailbox/filing/withheld';
import { readNotification } from '../../../../src/server/mailbox/notifications';
import { stateOfFailure } from '../../../../src/server/mailbox/state-of-failure';
import { addressesOf } from '../../../../src/server/mailbox/subscribe';
import { MASTERS, OWNER, ticketFor, tokenFor } from '../../../fixtures/tickets';

const secrets = {
  master: { current: 0, keys: new Map() },
  deriveKey: (label: string) => createHmac('sha256', 'test').update(label).digest(),
  blobKey: () => Buffer.alloc(32),
};
const MAILBOX = '01a20130-1992-7357-bf69-5574c9f31b29';

const mail = (change: Partial<IncomingMail> = {}): IncomingMail => ({
  replyTo: [],
  to: [],
  cc: [],
  subject: '',
  references: [],
  headers: [],
  ...change,
});

describe('clientState', () => {
  const state = clientStateOf(secrets, { account: 7, mailbox: MAILBOX });

  test('names its mailbox within the length that Graph allows', () => {
    expect(readClientState(secrets, state)).toEqual({ account: 7, mailbox: MAILBOX });
    expect(
      clientStateOf(secrets, { account: 999_999_999_999_999, mailbox: MAILBOX }).length,
    ).toBeLessThanOrEqual(128);
  });

  test('another account, another mailbox or another key is refused', () => {
    expect(readClientState(secrets, state.replace(/^7/, '8'))).toBeUndefined();
    expect(readClientState(secrets, state.replace(MAILBOX, MAILBOX.replace('01', '02')))).toBeUndefined();
    const other = { ...secrets, deriveKey: () => Buffer.alloc(32, 1) };
    expect(readClientState(other, state)).toBeUndefined();
    for (const text of ['', '...', `${state}x`, state.slice(0, -1)]) {
      expect(readClientState(secrets, text)).toBeUndefined();
    }
  });
});

describe('reading a notification', () => {
  const ours = (state: string) => (state === 'ours' ? { account: 1, mailbox: MAILBOX } : undefined);

  test('many items for one mailbox are one wake-up; strangers are counted', () => {
    const item = { clientState: 'ours', changeType: 'created', resource: 'anything' };
    expect(readNotification({ value: [item, item, { ...item, clientState: 'x' }, {}, 5] }, ours)).toEqual({
      wakeUps: [{ account: 1, mailbox: MAILBOX, why: 'created' }],
      dropped: 3,
    });
  });

  test('lifecycle items lack changeType and resource, may be batched, and an unknown one means "look"', () => {
    const value = ['missed', 'subscriptionRemoved', 'reauthorizationRequired', 'somethingNew'].map(
      (lifecycleEvent) => ({ clientState: 'ours', lifecycleEvent }),
    );
    expect(readNotification({ value }, ours).wakeUps.map((w) => w.why)).toEqual([
      'missed',
      'removed',
      'reauthorize',
    ]);
  });
});

describe('what is a sent copy', () => {
  const own = { addresses: ['alice@x.example', 'a@x.example'] };
  const folders = { sent: 'S' };
  const is = (folder: string, from: string, travelled: boolean): boolean =>
    isSentCopy(own, folders, {
      item: { id: 'i', parentFolderId: folder },
      mail: mail({
        from: { address: from },
        headers: travelled ? [{ name: 'Received', value: 'from mx' }] : [],
      }),
    });

  test('what lies in Sent Items, and what the owner moved elsewhere', () => {
    expect(is('S', 'alice@x.example', false)).toBe(true);
    expect(is('S', 'shared@x.example', false)).toBe(true);
    expect(is('archive', 'A@x.example', false)).toBe(true);
  });

  test('a mail that travelled under the own address is none, nor is one moved into Sent Items', () => {
    expect(is('inbox', 'alice@x.example', true)).toBe(false);
    expect(is('S', 'bob@y.example', true)).toBe(false);
    expect(is('inbox', 'bob@y.example', false)).toBe(false);
  });
});

describe('what is withheld (L4)', () => {
  const of = (
    change: Partial<IncomingMail>,
    more: { sensitivity?: string; file?: string; labels?: string[] } = {},
  ) => {
    const file = {
      filename: more.file ?? '',
      contentType: 'application/octet-stream',
      inline: false,
      content: new Uint8Array(),
    };
    const files = more.file === undefined ? [] : [file];
    return withheldByItself({ mail: mail(change), files, sensitivity: more.sensitivity }, more.labels);
  };

  test('private, by property or header; personal and confidential are not', () => {
    expect(of({}, { sensitivity: '2' })).toBe('private');
    expect(of({ headers: [{ name: 'Sensitivity', value: 'Private' }] })).toBe('private');
    expect(of({}, { sensitivity: '1' })).toBeUndefined();
    expect(of({}, { sensitivity: '3' })).toBeUndefined();
  });

  test('private, by a label that the account lists; by none that it does not, or that was taken off', () => {
    const label = '2096F6A2-d2f7-48be-b329-b73aaa526e5d';
    const bearing = (enabled: string) => ({
      headers: [
        {
          name: 'msip_labels',
          value: `MSIP_Label_${label.toLowerCase()}_Enabled=${enabled}; MSIP_Label_${label.toLowerCase()}_Name=Secret;`,
        },
      ],
    });
    expect(of(bearing('True'), { labels: [label] })).toBe('private');
    expect(of(bearing('False'), { labels: [label] })).toBeUndefined();
    expect(of(bearing('True'), { labels: ['00000000-d2f7-48be-b329-b73aaa526e5d'] })).toBeUndefined();
    expect(of(bearing('True'))).toBeUndefined();
    const nobody = { erased: new Set<string>(), listed: new Set<string>() };
    const shape = { mail: mail(bearing('True')), files: [], sensitivity: undefined };
    const settings = { privateLabels: [label] };
    expect(withheld({ settings }, shape, { outside: [] }, nobody).why).toBe('private');
  });

  test('S/MIME, PGP, IRM and OME are encrypted; a clear signature is not', () => {
    expect(of({ contentType: 'application/pkcs7-mime; smime-type=enveloped-data' })).toBe('encrypted');
    expect(of({ contentType: 'multipart/encrypted; protocol="application/pgp-encrypted"' })).toBe(
      'encrypted',
    );
    expect(of({ messageClass: 'IPM.Note.SMIME' })).toBe('encrypted');
    expect(of({ headers: [{ name: 'content-class', value: 'rpmsg.message' }] })).toBe('encrypted');
    expect(of({}, { file: 'message_v2.rpmsg' })).toBe('encrypted');
    expect(of({ messageClass: 'IPM.Note.SMIME.MultipartSigned' })).toBeUndefined();
    expect(of({ contentType: 'multipart/signed; protocol="application/pkcs7-signature"' })).toBeUndefined();
  });
});

describe('our marks in a sent copy', () => {
  const keys = { masters: MASTERS, hostsOf: () => ['mail.example'] };
  const ticket = ticketFor();
  const token = tokenFor(ticket, 1);
  const older = tokenFor(ticket, 2);
  const image = (text: string): string => `<img src="https://mail.example/o/${text}.gif">`;
  const account = OWNER.account;
  const find = (copy: { property?: string; header?: string; html?: string; user?: number | null }) => {
    const found = tokensOfSentCopy({ account, user: OWNER.user, ...copy }, keys);
    return { sure: found.sure.map((t) => t.token), quoted: found.quoted.map((t) => t.token) };
  };

  test('property, header and the written part are sure, a quote is not', () => {
    expect(find({ property: JSON.stringify({ mailtrail: JSON.stringify({ token }) }) }).sure).toEqual([
      token,
    ]);
    expect(find({ header: token }).sure).toEqual([token]);
    const html = `<p>New</p>${image(token)}<blockquote type="cite">${image(older)}</blockquote>`;
    expect(find({ html })).toEqual({ sure: [token], quoted: [token, older] });
  });

  test("another user's ticket, another account's and a forged one are nothing", () => {
    expect(find({ header: token, user: OWNER.user + 1 }).sure).toEqual([]);
    expect(tokensOfSentCopy({ account: account + 1, user: null, header: token }, keys).sure).toEqual([]);
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    expect(find({ header: forged }).sure).toEqual([]);
  });

  test('image and links are those of this message, with valid signatures', () => {
    const link = (n: number, of = token): string => {
      const made = makeLink(ticket, of, n, `https://t.example/${n}`);
      if (!made.ok) throw new Error(made.reason);
      return made.url.replaceAll('&', '&amp;');
    };
    const html = [
      `<a href="${link(2)}">two <b>words</b></a>`,
      `<a href="${link(1)}">one</a>`,
      `<a href="${link(3).replace('t.example', 'u.example')}">changed</a>`,
      `<a href="${link(4, older)}">older</a>`,
      image(older),
    ].join('');
    const [first] = tokensOfSentCopy({ account, user: null, header: token }, keys).sure;
    const key = first?.messageKey ?? '';
    expect(trackingIn(html, key, keys)).toEqual({
      image: false,
      links: [
        { n: 1, target: 'https://t.example/1', text: 'one' },
        { n: 2, target: 'https://t.example/2', text: 'two words' },
      ],
    });
    expect(trackingIn(html + image(token), key, keys).image).toBe(true);
  });
});

test('recipients: Bcc from Graph, names from the MIME, each once per line', () => {
  const item = {
    id: 'i',
    toRecipients: [
      { emailAddress: { address: 'Bob@Y.example', name: 'bob@y.example' } },
      { emailAddress: null },
    ],
    bccRecipients: [{ emailAddress: { address: 'carl@z.example', name: 'Carl' } }],
  };
  expect(
    recipientsOf(item, {
      to: [{ address: 'bob@y.example', name: 'Bob' }],
      cc: [{ address: 'not an address' }],
    }),
  ).toEqual([
    { via: 'to', address: 'bob@y.example', name: 'Bob' },
    { via: 'bcc', address: 'carl@z.example', name: 'Carl' },
  ]);
});

test('what Exchange left out of the MIME is taken from its properties', () => {
  const item = {
    id: 'i',
    internetMessageId: '<a@x>',
    conversationId: 'C',
    singleValueExtendedProperties: [
      { id: 'String 0x1042', value: '<b@x>' },
      { id: 'String 0x1039', value: '<c@x> <b@x>' },
      { id: 'String 0x1a', value: 'IPM.Note' },
    ],
  };
  expect(withGraphFacts(mail(), item)).toMatchObject({
    internetMessageId: '<a@x>',
    inReplyTo: '<b@x>',
    references: ['<c@x>', '<b@x>'],
    messageClass: 'IPM.Note',
    conversationId: 'C',
  });
});

test('the primary address is the one in capitals, other schemes are no mail', () => {
  const proxyAddresses = ['smtp:A.M@x.example', 'SMTP:Alice@x.example', 'SIP:alice@x.example', 'X500:/o=x'];
  expect(addressesOf({ id: 'u', mail: 'alice@x.example', proxyAddresses })).toEqual({
    primary: 'alice@x.example',
    aliases: ['a.m@x.example'],
  });
  expect(addressesOf({ id: 'u', mail: 'alice@x.example' })).toEqual({
    primary: 'alice@x.example',
    aliases: [],
  });
  expect(addressesOf({ id: 'u' })).toEqual({ aliases: [] });
});

test('only an answer that a person must act on changes what a mailbox is said to be', () => {
  const of = (kind: 'denied' | 'unauthorized' | 'mailboxUnavailable' | 'gone') =>
    stateOfFailure({ kind, status: 0, code: '' })?.state;
  expect(of('denied')).toBe('not-allowed');
  expect(of('unauthorized')).toBe('not-allowed');
  expect(of('mailboxUnavailable')).toBe('disconnected');
  expect(of('gone')).toBeUndefined();
});
