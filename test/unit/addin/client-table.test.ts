import { countPictures, inlinePictures, judgeBody } from '../../../src/addin/launch/body-check';
import { CLIENT_REASONS, CLIENT_TABLE, clientRow, writeLimit } from '../../../src/addin/launch/client-table';
import { CLIENT_NAMES, compareVersions, inVersions, type ClientSwitch } from '../../../src/core/policy';

const web = { host: 'OutlookWebApp', platform: 'OfficeOnline', version: '15.20.8000.0' };
const classic = { host: 'Outlook', platform: 'PC', version: '16.0.17425.20000' };

describe('the client table', () => {
  test.each([
    [web, 'web'],
    [{ host: 'newOutlookWindows', platform: 'OfficeOnline' }, 'newWindows'],
    [classic, 'classic'],
    [{ host: 'Outlook', platform: 'Mac' }, 'mac'],
    [{ host: 'OutlookIOS', platform: 'iOS' }, 'mobile'],
    [{ host: 'Outlook', platform: 'Universal' }, 'unknown'],
    [{ host: '', platform: '' }, 'unknown'],
  ])('knows %p as %s', (client, name) => {
    expect(clientRow(client).name).toBe(name);
  });

  test('every row says why it is as it is, about writing and appending both; what is known of others has an issue', () => {
    for (const name of CLIENT_NAMES) {
      const reasons = CLIENT_REASONS.filter(({ rows }) => rows.includes(name));
      expect(new Set(reasons.map(({ about }) => about))).toEqual(
        new Set(name === 'mac' ? ['writes', 'append', 'readBack'] : ['writes', 'append']),
      );
      for (const { because } of reasons) expect(because.length).toBeGreaterThan(20);
      const noIssue = reasons.filter(({ issue }) => issue === undefined);
      if (name !== 'mobile' && name !== 'unknown') expect(noIssue).toEqual([]);
    }
  });

  test('the image goes in early where it leaves as it is: not on the Mac, and not where nobody looked', () => {
    const early = [...CLIENT_TABLE, clientRow({ host: '', platform: '' })].filter(({ append }) => append);
    expect(early.map(({ name }) => name).sort()).toEqual(['classic', 'newWindows', 'web']);
  });

  test.each([
    ['cid:', '<img src="cid:logo@1">'],
    ['data:', "<IMG SRC='data:image/png;base64,AAAA'>"],
    ['an attachment of Outlook’s own host', '<img src="https://attachments.office.net/owa/x">'],
    ['originalsrc', '<img src="https://x.example/1.png" originalsrc="cid:logo@1">'],
    ['an unquoted source', '<img width=1 src=cid:logo@1>'],
    ['a > in an attribute before it', '<img alt="a > b" src="cid:logo@1">'],
    ['a tag that never ends', '<img src="cid:logo@1"'],
    ['Word’s drawing', '<!--[if gte vml 1]><v:imagedata src="cid:logo@1"/><![endif]-->'],
  ])('a picture kept with the mail (%s) forbids the write on the web, not in classic', (_what, html) => {
    expect(inlinePictures(html)).toBe(1);
    expect(writeLimit(clientRow(web), html, html)).toBe('inlinePictures');
    expect(writeLimit(clientRow(classic), html, html)).toBeNull();
  });

  test('so does a file kept in the cloud', () => {
    expect(writeLimit(clientRow(web), 'x', 'y', [{ kind: 'cloud', inline: false }])).toBe('cloudFiles');
    expect(writeLimit(clientRow(classic), 'x', 'y', [{ kind: 'cloud', inline: false }])).toBeNull();
  });

  test('remote pictures and the words "cid:" in a text forbid nothing', () => {
    const html = '<p>cid:logo</p><img src="https://x.example/1.png"><a href="cid:x">x</a>';
    expect(writeLimit(clientRow(web), html, html)).toBeNull();
  });

  test('a body near Office’s own limit is left alone, before or after', () => {
    const long = 'x'.repeat(900_001);
    expect(writeLimit(clientRow(classic), 'x', long)).toBe('tooLong');
    expect(writeLimit(clientRow(classic), long, 'x')).toBe('tooLong');
  });

  test.each([['<img '], ['<img "'], ["<img '"], ['<img src="cid:a" '], ['<v:imagedata ']])(
    'a megabyte of %p is looked through in no time',
    (piece) => {
      const { user } = process.cpuUsage();
      inlinePictures(piece.repeat(1_000_000 / piece.length));
      expect(process.cpuUsage().user - user).toBeLessThan(500_000);
    },
  );
});

describe('versions', () => {
  test.each([
    ['16.0.17425.20000', '16.0.17425.19999', 1],
    ['16.0.17425.20000', '16.0.17425.20000', 0],
    ['16.0.9999.1', '16.0.17425.0', -1],
    ['20260814008.09', '20260814008.10', -1],
    ['16', '16.0.0.0', 0],
    ['16.0.1', '16.0', 1],
    ['16.0.17425.20000 (beta)', '16.0.17425.20000', 0],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
    expect(Math.sign(compareVersions(b, a))).toBe(sign === 0 ? 0 : -sign);
  });

  test('`from` is in, `before` is out; without bounds all are; a client that tells none is in none', () => {
    const range = { from: '16.0.17000', before: '16.0.18000' };
    const at = ['16.0.16999', '16.0.17000', '16.0.17999.9', '16.0.18000', '', 'unknown'];
    expect(at.filter((version) => inVersions(version, range))).toEqual(['16.0.17000', '16.0.17999.9']);
    expect(inVersions('', {})).toBe(true);
    expect(inVersions('', { before: '99' })).toBe(false);
  });
});

describe('what the server switches', () => {
  const row = (client: typeof web, ...switches: ClientSwitch[]) => clientRow(client, switches);

  test('a row of that name and version, and in it what is named alone', () => {
    const off: ClientSwitch = {
      client: 'classic',
      from: '16.0.17425',
      before: '16.0.17500',
      writes: 'never',
    };
    expect(row(classic, off)).toEqual({ ...clientRow(classic), writes: 'never' });
    expect(row({ ...classic, version: '16.0.17500.1' }, off)).toEqual(clientRow(classic));
    expect(row(web, off)).toEqual(clientRow(web));
  });

  test('the later of two wins', () => {
    const all: ClientSwitch = { client: 'web', append: false, links: false };
    expect(row(web, all, { client: 'web', append: true })).toMatchObject({ append: true, links: false });
  });
});

describe('what became of a write', () => {
  const token = 'T'.repeat(44);
  const before = `<p>${'text '.repeat(40)}</p><img src="cid:a">`;
  const written = `${before}<img src="https://t/o/${token}.gif">`;
  const judge = (found: string) => judgeBody(found, written, before, token);

  test('as written, also when the editor tidied it', () => {
    expect(judge(written)).toBe('asWritten');
    expect(judge(written.replace('<p>', '<p class="MsoNormal">'))).toBe('asWritten');
  });
  test('as before, when the write did nothing', () => {
    expect(judge(before)).toBe('asBefore');
  });
  test.each([
    ['text is missing', written.replace('text '.repeat(20), '')],
    ['a picture is missing', written.replace('<img src="cid:a">', '')],
    ['all is missing', ''],
    ['a picture is missing and the token too', before.replace('<img src="cid:a">', '')],
  ])('damaged, when %s', (_what, found) => {
    expect(judge(found)).toBe('damaged');
  });
  test('pictures count in comments too, where Word keeps them', () => {
    expect(countPictures('<!--[if mso]><v:imagedata src="a"><![endif]--><IMG src="b">')).toBe(2);
  });
});
