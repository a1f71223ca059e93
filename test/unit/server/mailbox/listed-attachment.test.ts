import {
  itemFile,
  listedKind,
  partsOfListed,
  type Listed,
  type Part,
} from '../../../../src/server/mailbox/filing/listed-attachment';

const file = (name: string, key?: string): Listed => ({
  name,
  kind: 'file',
  ...(key !== undefined && { key }),
});
const part = (name: string, key?: string, contentType = 'application/pdf'): Part => ({
  name,
  contentType,
  ...(key !== undefined && { key }),
});
const pairs = (listed: Listed[], parts: Part[]): [number, number][] =>
  [...partsOfListed(listed, parts)].sort(([a], [b]) => a - b);

test('pictures of one name are told apart by their bytes', () => {
  const listed = [file('image001.png', 'b'), file('image001.png', 'a')];
  expect(pairs(listed, [part('image001.png', 'a'), part('image001.png', 'b')])).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

test('a text whose line ends the MIME changed is the one of its name', () => {
  expect(pairs([file('Rows.CSV', 'x')], [part('other.csv', 'z'), part('rows.csv', 'y')])).toEqual([[0, 1]]);
});

test('what was left out of the MIME is found by name, else by order', () => {
  const listed = [file('big.zip'), file('Übersicht.pdf')];
  expect(pairs(listed, [part('Übersicht.pdf'), part('big.zip')])).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(pairs([file('renamed.bin')], [part('attachment')])).toEqual([[0, 0]]);
});

test('an attached mail is the attached mail, whatever it is called; a calendar part is nobody else’s', () => {
  const listed: Listed[] = [{ name: 'Fwd: Plan', kind: 'item', key: 'k' }, file('a.pdf', 'a')];
  const parts = [
    part('message.eml', 'm', 'message/rfc822'),
    part('a.pdf', 'a'),
    part('invite.ics', 'c', 'text/plain'),
  ];
  expect(pairs(listed, parts)).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test('a link and a stand-in take no part', () => {
  const listed: Listed[] = [
    { name: 'a.pdf', kind: 'link' },
    { name: 'a.pdf', kind: 'scanning' },
  ];
  expect(pairs(listed, [part('a.pdf', 'a')])).toEqual([]);
});

test('the kinds of Graph’s list', () => {
  const kind = (name: string, type = 'fileAttachment', contentType = 'application/pdf'): string =>
    listedKind({ id: '1', name, contentType, '@odata.type': `#microsoft.graph.${type}` });
  expect(kind('a.pdf')).toBe('file');
  expect(kind('a.pdf', 'referenceAttachment')).toBe('link');
  expect(kind('Fwd', 'itemAttachment')).toBe('item');
  expect(kind('Safe Attachments Scan In Progress')).toBe('scanning');
  expect(kind('ATP Scan In Progress', 'itemAttachment')).toBe('scanning');
  expect(kind('Report on the scan in progress.pdf')).toBe('file');
  expect(kind('smime.p7m', 'fileAttachment', 'multipart/signed')).toBe('signature');
  expect(kind('smime.p7m', 'fileAttachment', 'application/pkcs7-mime')).toBe('file');
});

test('an attached item is a mail, an appointment or a contact by its first bytes', () => {
  expect(itemFile('Plan', 'From: a@x.example')).toEqual({ name: 'Plan.eml', contentType: 'message/rfc822' });
  expect(itemFile('Lunch', 'BEGIN:VCALENDAR')).toEqual({ name: 'Lunch.ics', contentType: 'text/calendar' });
  expect(itemFile('', '\ufeffbegin:vcard')).toEqual({ name: 'message.vcf', contentType: 'text/vcard' });
  expect(itemFile('Plan.EML', 'x').name).toBe('Plan.EML');
});
