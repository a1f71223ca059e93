import { lower } from '../part';

/**
 * Links that are never tracked (C3), one rule a line: the reason, the host ('' for any; it and all below it), and
 * what to look for where: in path and query (from "/" on, and with "/" added at the end), in what the link shows (with
 * a space before and behind), or in the host's first label; all in lower case.
 */
export type LeftAlone = 'unsubscribe' | 'list' | 'meeting' | 'share' | 'signIn' | 'password' | 'signature';
export type LeftAloneRule = readonly [
  reason: LeftAlone,
  host: string,
  where?: 'path' | 'text' | 'label',
  what?: RegExp,
];

/** Zoom's joining, personal and recorded meetings. */
const ZOOM = /^\/(j|my|w|s|wc|webinar|meeting|rec|join)[/?]/;

// prettier-ignore
export const LEFT_ALONE: readonly LeftAloneRule[] = [
  // A recipient's way out must work without us, and must not be counted as interest.
  ['unsubscribe', '', 'path', /[^a-z]un-?_?subscri(be|ption)/],
  ['unsubscribe', '', 'path', /[^a-z]opt-?_?out[^a-z]/],
  ['unsubscribe', '', 'path', /[^a-z]unsub[^a-z]/],
  ['unsubscribe', '', 'path', /(e?mail|subscription|communication|newsletter)s?[-_]?(preferences|settings)/],
  ['unsubscribe', '', 'path', /manage[-_]?(subscription|preference)s?/],
  ['unsubscribe', '', 'path', /[^a-z](abmelden|abbestellen|austragen)/],
  ['unsubscribe', '', 'path', /[^a-z](wypisz|rezygnacja|rezygnuj)/],
  ['unsubscribe', '', 'path', /[^a-z](desinscription|desabonnement|se-desabonner)/],
  ['unsubscribe', '', 'path', /[^a-z](darse-de-baja|cancelar-suscripcion|disiscriviti|uitschrijven|afmelden|avregistrera)/],
  ['unsubscribe', '', 'text', /[^a-z]un-?subscribe/],
  ['unsubscribe', '', 'text', /[^a-z]opt[ -]?out[^a-z]/],
  ['unsubscribe', '', 'text', /(abmelden|abbestellen|newsletter austragen)/],
  ['unsubscribe', '', 'text', /(wypisz|rezygnuj|zrezygnuj)/],
  ['unsubscribe', '', 'text', /(d[ée]sinscri|d[ée]sabonner)/],
  ['unsubscribe', '', 'text', /(darse de baja|cancelar (la )?suscripci|disiscriviti|uitschrijven|afmelden|avregistrera)/],
  ['list', 'list-manage.com'],
  ['list', 'groups.io'],
  ['list', 'groups.google.com'],
  ['list', '', 'path', /\/mailman3?\//],
  ['list', '', 'path', /\/(listinfo|listserv|wa\.exe|postorius|hyperkitty|sympa)[/?]/],
  // A meeting must start when the redirect is slow; Outlook also looks for these addresses.
  ['meeting', 'teams.microsoft.com'],
  ['meeting', 'teams.microsoft.us'],
  ['meeting', 'teams.live.com'],
  ['meeting', 'teams.cloud.microsoft'],
  ['meeting', 'aka.ms', 'path', /^\/jointeamsmeeting/],
  ['meeting', 'meet.lync.com'],
  ['meeting', 'join.skype.com'],
  ['meeting', 'zoom.us', 'path', ZOOM],
  ['meeting', 'zoomgov.com', 'path', ZOOM],
  ['meeting', 'meet.google.com'],
  ['meeting', 'g.co', 'path', /^\/meet\//],
  ['meeting', 'webex.com', 'path', /^\/(meet|join|webappng|wbxmjs|m|mw|[a-z0-9.-]+\/j\.php|[a-z0-9.-]+\/k2\/j\.php)[/?]/],
  ['meeting', 'meet.goto.com'],
  ['meeting', 'gotomeet.me'],
  ['meeting', 'gotomeeting.com', 'path', /^\/(join|install)/],
  ['meeting', 'whereby.com'],
  ['meeting', 'meet.jit.si'],
  ['meeting', 'chime.aws'],
  // Outlook shows who may open these, by their exact address.
  ['share', 'sharepoint.com'],
  ['share', 'sharepoint.us'],
  ['share', 'sharepoint-mil.us'],
  ['share', 'sharepoint.cn'],
  ['share', 'sharepoint.de'],
  ['share', '1drv.ms'],
  ['share', 'onedrive.live.com'],
  ['share', 'onedrive.com'],
  ['share', 'd.docs.live.net'],
  // One look by the wrong party spends them, and a detour on the way to a password is what people are taught to fear.
  ['signIn', '', 'label', /^(login|signin|sign-in|sso|auth|idp|adfs|accounts)$/],
  ['signIn', '', 'path', /\/(users\/)?(log-?_?in|sign-?_?in|log-?on|sign-?on)[/?.]/],
  ['signIn', '', 'path', /\/(sso|saml2?|oauth2?|openid|adfs)[/?]/],
  ['signIn', '', 'path', /magic-?_?(link|login)/],
  ['signIn', '', 'path', /(verify|confirm|activate)[-_/]?(e?mail|account|identity)/],
  ['signIn', 'okta.com'],
  ['signIn', 'auth0.com'],
  ['signIn', 'appleid.apple.com'],
  ['password', '', 'path', /(re-?set|forgot|change|set|create|new|recover)[-_/]?(your[-_]?)?(password|passwd|pwd)/],
  ['password', '', 'path', /(password|passwd|pwd)[-_/]?(re-?set|forgot|change|recovery|new|edit)/],
  ['password', '', 'path', /\/(password|passwort|haslo|mot-de-passe)s?[/?]/],
  ['password', 'aka.ms', 'path', /^\/sspr/],
  ['password', 'onetimesecret.com'],
  ['signature', 'docusign.net'],
  ['signature', 'docusign.com', 'path', /signing|envelope|\/member\//],
  ['signature', 'echosign.com'],
  ['signature', 'adobesign.com'],
  ['signature', 'acrobat.adobe.com', 'path', /sign/],
  ['signature', 'app.hellosign.com'],
  ['signature', 'sign.dropbox.com'],
  ['signature', 'app.pandadoc.com'],
  ['signature', 'signnow.com', 'path', /(document|invite|s\/)/],
  ['signature', '', 'label', /^(e?sign|esignature|signature|skribble)$/],
  ['signature', 'skribble.com'],
  ['signature', 'yousign.app'],
  ['signature', 'autenti.com'],
  ['signature', 'scrive.com', 'path', /^\/s\//],
];

/** Schemes that cannot be led through a redirect, each with the name it is reported under. */
// prettier-ignore
export const LEFT_ALONE_SCHEMES: Readonly<Record<string, LinkScheme>> = {
  mailto: 'mailto',
  tel: 'tel',
  sms: 'sms',
  cid: 'cid',
  data: 'data',
  file: 'file',
};
export type LinkScheme = 'mailto' | 'tel' | 'sms' | 'cid' | 'data' | 'file';

export const isHostOrBelow = (host: string, domain: string): boolean =>
  host.endsWith(domain) &&
  (host.length === domain.length || host.charAt(host.length - domain.length - 1) === '.');

/** Nearly every link fits no rule: one look at its host, its path and its text says so. */
const anyOf = (place: string): RegExp =>
  new RegExp(
    LEFT_ALONE.filter(([, host, where]) => host === '' && where === place)
      .map(([, , , what]) => what && what.source)
      .join('|'),
  );
const ANYWHERE = { path: anyOf('path'), text: anyOf('text'), label: anyOf('label') };
const HOSTS = new Set(LEFT_ALONE.map(([, host]) => host));

function hasRule(host: string): boolean {
  for (let from = 0; from >= 0; from = host.indexOf('.', from + 1)) {
    if (HOSTS.has(host.slice(from > 0 ? from + 1 : 0))) return true;
  }
  return false;
}

/** `host` and `path` in lower case, `path` with its query; `text` as shown. */
export function leftAloneReason(host: string, path: string, text: string): LeftAlone | null {
  const link = {
    path: `${path}/`,
    text: ` ${lower(text)} `,
    label: host.slice(0, Math.max(0, host.indexOf('.'))),
  };
  const any =
    hasRule(host) ||
    ANYWHERE.path.test(link.path) ||
    ANYWHERE.text.test(link.text) ||
    ANYWHERE.label.test(link.label);
  if (!any) return null;
  for (const [reason, domain, where, what] of LEFT_ALONE) {
    if ((domain === '' || isHostOrBelow(host, domain)) && (!where || !what || what.test(link[where])))
      return reason;
  }
  return null;
}

/** `example.com` excludes that host and its www; `*.example.com` all below it, too. */
export function isExcluded(host: string, domains: readonly string[]): boolean {
  return domains.some((entry) => {
    const domain = lower(entry).trim().replace(/\.$/, '');
    if (domain.startsWith('*.')) return isHostOrBelow(host, domain.slice(2));
    return domain !== '' && (host === domain || host === `www.${domain}`);
  });
}
