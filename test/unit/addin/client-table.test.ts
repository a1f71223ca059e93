import { countPictures, inlinePictures, judgeBody } from '../../../src/addin/launch/body-check';
import { CLIENT_TABLE, clientRow, mayWrite } from '../../../src/addin/launch/client-table';

const web = { host: 'OutlookWebApp', platform: 'OfficeOnline' };
const classic = { host: 'Outlook', platform: 'PC' };

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

  test('every limit has an issue behind it, but for phones, where there is no send event at all', () => {
    for (const row of CLIENT_TABLE) {
      if (row.name !== 'mobile') expect(row.issues.length).toBeGreaterThan(0);
    }
  });

  test.each([
    ['cid:', '<img src="cid:logo@1">'],
    ['data:', "<IMG SRC='data:image/png;base64,AAAA'>"],
    ['an attachment of Outlook’s own host', '<img src="https://attachments.office.net/owa/x">'],
    ['originalsrc', '<img src="https://x.example/1.png" originalsrc="cid:logo@1">'],
    ['an unquoted source', '<img width=1 src=cid:logo@1>'],
    ['Word’s drawing', '<!--[if gte vml 1]><v:imagedata src="cid:logo@1"/><![endif]-->'],
  ])('a picture kept with the mail (%s) forbids the write on the web, not in classic', (_what, html) => {
    expect(inlinePictures(html)).toBe(1);
    expect(mayWrite(clientRow(web), html, html)).toEqual({ ok: false, limit: 'inlinePictures' });
    expect(mayWrite(clientRow(classic), html, html)).toEqual({ ok: true });
  });

  test('remote pictures and the words "cid:" in a text forbid nothing', () => {
    const html = '<p>cid:logo</p><img src="https://x.example/1.png"><a href="cid:x">x</a>';
    expect(mayWrite(clientRow(web), html, html)).toEqual({ ok: true });
  });

  test('a body near Office’s own limit is left alone, before or after', () => {
    const long = 'x'.repeat(900_001);
    expect(mayWrite(clientRow(classic), 'x', long)).toEqual({ ok: false, limit: 'tooLong' });
    expect(mayWrite(clientRow(classic), long, 'x')).toEqual({ ok: false, limit: 'tooLong' });
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
