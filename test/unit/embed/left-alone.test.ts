import { LEFT_ALONE, LEFT_ALONE_SCHEMES } from '../../../src/core/embed/left-alone';
import { judgeLink } from '../../../src/core/embed/links';

/** One example per line of the data file, in its order: [target, text?]. */
const EXAMPLES: [string, string?][] = [
  ['https://news.example/unsubscribe?id=1'],
  ['https://news.example/opt-out/1'],
  ['https://news.example/unsub/1'],
  ['https://news.example/email-preferences'],
  ['https://news.example/manage-subscription'],
  ['https://news.example/newsletter/abmelden'],
  ['https://news.example/wypisz/1'],
  ['https://news.example/desinscription'],
  ['https://news.example/darse-de-baja'],
  ['https://news.example/x', 'Unsubscribe here'],
  ['https://news.example/x', 'Opt out of this'],
  ['https://news.example/x', 'Newsletter abbestellen'],
  ['https://news.example/x', 'Wypisz się'],
  ['https://news.example/x', 'Se désinscrire'],
  ['https://news.example/x', 'Uitschrijven'],
  ['https://acme.us1.list-manage.com/profile?u=1'],
  ['https://groups.io/g/talk'],
  ['https://groups.google.com/g/talk'],
  ['https://lists.example/mailman/options/talk'],
  ['https://lists.example/cgi-bin/listinfo/talk'],
  ['https://teams.microsoft.com/l/meetup-join/1'],
  ['https://gov.teams.microsoft.us/l/meetup-join/1'],
  ['https://teams.live.com/meet/1'],
  ['https://teams.cloud.microsoft/meet/1'],
  ['https://aka.ms/JoinTeamsMeeting?omkt=en'],
  ['https://meet.lync.com/acme/ann/1'],
  ['https://join.skype.com/abc'],
  ['https://us02web.zoom.us/j/123?pwd=x'],
  ['https://acme.zoomgov.com/j/123'],
  ['https://meet.google.com/abc-defg-hij'],
  ['https://g.co/meet/abc'],
  ['https://acme.webex.com/meet/ann'],
  ['https://meet.goto.com/123'],
  ['https://gotomeet.me/ann'],
  ['https://global.gotomeeting.com/join/123'],
  ['https://whereby.com/ann'],
  ['https://meet.jit.si/room'],
  ['https://chime.aws/123'],
  ['https://acme-my.sharepoint.com/:w:/g/personal/x'],
  ['https://acme.sharepoint.us/:w:/x'],
  ['https://acme.sharepoint-mil.us/:w:/x'],
  ['https://acme.sharepoint.cn/:w:/x'],
  ['https://acme.sharepoint.de/:w:/x'],
  ['https://1drv.ms/w/x'],
  ['https://onedrive.live.com/?id=1'],
  ['https://my.onedrive.com/x'],
  ['https://d.docs.live.net/x'],
  ['https://login.example.com/'],
  ['https://app.example.com/users/sign_in?next=1'],
  ['https://app.example.com/saml2/start'],
  ['https://app.example.com/magic-link/1'],
  ['https://app.example.com/verify-email/1'],
  ['https://acme.okta.com/home'],
  ['https://acme.auth0.com/x'],
  ['https://appleid.apple.com/x'],
  ['https://app.example.com/reset-password/1'],
  ['https://app.example.com/password-reset/1'],
  ['https://app.example.com/account/passwort'],
  ['https://aka.ms/sspr'],
  ['https://onetimesecret.com/secret/1'],
  ['https://eu.docusign.net/x'],
  ['https://apps.docusign.com/signing/1'],
  ['https://secure.eu1.echosign.com/x'],
  ['https://secure.adobesign.com/x'],
  ['https://acrobat.adobe.com/esign/1'],
  ['https://app.hellosign.com/x'],
  ['https://sign.dropbox.com/x'],
  ['https://app.pandadoc.com/x'],
  ['https://app.signnow.com/document/1'],
  ['https://esign.acme.example/x'],
  ['https://my.skribble.com/x'],
  ['https://yousign.app/x'],
  ['https://account.autenti.com/x'],
  ['https://eu.scrive.com/s/1'],
];

const cases = LEFT_ALONE.map((rule, i): [number, string, string, string] => {
  const [target, text = 'our offer'] = EXAMPLES[i] ?? ['(no example)'];
  return [i, rule[0], target, text];
});

test('every line of the data file has its example', () => expect(EXAMPLES).toHaveLength(LEFT_ALONE.length));

test.each(cases)('line %i, %s: %s is left alone', (i, reason, target, text) => {
  const [, host = '', where, what] = LEFT_ALONE[i] ?? [];
  const url = new URL(target);
  if (host !== '') expect(`.${url.host}`.endsWith(`.${host}`)).toBe(true);
  const looked = {
    path: `${url.pathname}${url.search}/`,
    text: ` ${text} `,
    label: url.host.split('.')[0] ?? '',
  };
  if (where && what) expect(looked[where].toLowerCase()).toMatch(what);
  expect(judgeLink(target, text, true, [])).toEqual({ tracked: false, reason });
});

test.each(Object.entries(LEFT_ALONE_SCHEMES))('%s: links are left alone', (scheme, reason) => {
  expect(judgeLink(`${scheme.toUpperCase()}:x@y.example`, 'our offer', true, [])).toEqual({
    tracked: false,
    reason,
  });
});

test.each([
  ['https://zoom.us/pricing'],
  ['https://www.webex.com/products'],
  ['https://www.docusign.com/pricing'],
  ['https://shop.example/option/out'],
  ['https://shop.example/unsubtle'],
  ['https://shop.example/design/1'],
  ['https://shop.example/passwords-explained'],
  ['https://shop.example/blog/why-login-matters'],
  ['https://notsharepoint.com/x'],
  ['https://sharepoint.com.evil.example/x'],
  ['https://aka.ms/other'],
  ['https://authority.example/x'],
])('%s is near a rule, and tracked', (target) => {
  expect(judgeLink(target, 'our offer', true, [])).toEqual({ tracked: true, reason: 'words' });
});

test.each([
  ['', 'empty'],
  ['#top', 'anchor'],
  ['/page', 'relative'],
  ['page.html', 'relative'],
  ['\\\\server\\share', 'relative'],
  ['javascript:void(0)', 'otherScheme'],
  ['onenote:x', 'otherScheme'],
  ['ms-word:ofe|u|https://a.example', 'otherScheme'],
  ['https://user@shop.example/', 'userinfo'],
  ['http://{{url}}', 'host'],
  ['http://', 'host'],
  [`https://shop.example/${'x'.repeat(2000)}`, 'tooLong'],
])('%p is left alone: %s', (target, reason) => {
  expect(judgeLink(target, 'our offer', true, [])).toEqual({ tracked: false, reason });
});

test.each([
  ['https://app.example/#/login', 'signIn'],
  ['https://app.example/#/reset-password?code=1', 'password'],
  ['https://app.example/mail#unsubscribe', 'unsubscribe'],
])('%s is known by what follows its #', (target, reason) => {
  expect(judgeLink(target, 'our offer', true, [])).toEqual({ tracked: false, reason });
});

test('an excluded domain is left alone, its subdomains only by *.', () => {
  const excluded = ['acme.example', '*.Wide.example'];
  const reason = (target: string): string => judgeLink(target, 'our offer', true, excluded).reason;
  expect(reason('https://acme.example/')).toBe('excluded');
  expect(reason('https://www.acme.example/')).toBe('excluded');
  expect(reason('https://shop.acme.example/')).toBe('words');
  expect(reason('https://wide.example/')).toBe('excluded');
  expect(reason('https://a.b.wide.example/')).toBe('excluded');
  expect(reason('https://notwide.example/')).toBe('words');
});
