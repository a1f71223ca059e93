/**
 * Links that are never tracked (C3), one rule a line. A rule without `host` is for any host, one without
 * `path` for any path. `host` matches the host and all below it; `label` its first label; `path` is looked
 * for in path and query, in lower case; `text` in what the link shows, in lower case.
 */
export type LeftAlone = 'unsubscribe' | 'list' | 'meeting' | 'share' | 'signIn' | 'password' | 'signature';

export interface LeftAloneRule {
  reason: LeftAlone;
  host?: string;
  label?: RegExp;
  path?: RegExp;
  text?: RegExp;
}

// prettier-ignore
export const LEFT_ALONE: readonly LeftAloneRule[] = [
  // A recipient's way out must work without us, and must not be counted as interest.
  { reason: 'unsubscribe', path: /(?:^|[^a-z])un-?_?subscri(?:be|ption)/ },
  { reason: 'unsubscribe', path: /(?:^|[^a-z])opt-?_?out(?![a-z])/ },
  { reason: 'unsubscribe', path: /(?:^|[^a-z])unsub(?![a-z])/ },
  { reason: 'unsubscribe', path: /(?:e?mail|subscription|communication|newsletter)s?[-_]?(?:preferences|settings)/ },
  { reason: 'unsubscribe', path: /manage[-_]?(?:subscription|preference)s?/ },
  { reason: 'unsubscribe', path: /(?:^|[^a-z])(?:abmelden|abbestellen|austragen)/ },
  { reason: 'unsubscribe', path: /(?:^|[^a-z])(?:wypisz|rezygnacja|rezygnuj)/ },
  { reason: 'unsubscribe', path: /(?:^|[^a-z])(?:desinscription|desabonnement|se-desabonner)/ },
  { reason: 'unsubscribe', path: /(?:^|[^a-z])(?:darse-de-baja|cancelar-suscripcion|disiscriviti|uitschrijven|afmelden|avregistrera)/ },
  { reason: 'unsubscribe', text: /(?:^|[^a-z])un-?subscribe/ },
  { reason: 'unsubscribe', text: /(?:^|[^a-z])opt[ -]?out(?![a-z])/ },
  { reason: 'unsubscribe', text: /(?:abmelden|abbestellen|newsletter austragen)/ },
  { reason: 'unsubscribe', text: /(?:wypisz|rezygnuj|zrezygnuj)/ },
  { reason: 'unsubscribe', text: /(?:d[ée]sinscri|d[ée]sabonner)/ },
  { reason: 'unsubscribe', text: /(?:darse de baja|cancelar (?:la )?suscripci|disiscriviti|uitschrijven|afmelden|avregistrera)/ },
  { reason: 'list', host: 'list-manage.com' },
  { reason: 'list', host: 'groups.io' },
  { reason: 'list', host: 'groups.google.com' },
  { reason: 'list', path: /\/mailman3?\// },
  { reason: 'list', path: /\/(?:listinfo|listserv|wa\.exe|postorius|hyperkitty|sympa)(?:\/|\?|$)/ },
  // A meeting must start when the redirect is slow; Outlook also looks for these addresses.
  { reason: 'meeting', host: 'teams.microsoft.com' },
  { reason: 'meeting', host: 'teams.microsoft.us' },
  { reason: 'meeting', host: 'teams.live.com' },
  { reason: 'meeting', host: 'teams.cloud.microsoft' },
  { reason: 'meeting', host: 'aka.ms', path: /^\/jointeamsmeeting/ },
  { reason: 'meeting', host: 'meet.lync.com' },
  { reason: 'meeting', host: 'join.skype.com' },
  { reason: 'meeting', host: 'zoom.us', path: /^\/(?:j|my|w|s|wc|webinar|meeting|rec|join)(?:\/|\?|$)/ },
  { reason: 'meeting', host: 'zoomgov.com', path: /^\/(?:j|my|w|s|wc|webinar|meeting|rec|join)(?:\/|\?|$)/ },
  { reason: 'meeting', host: 'meet.google.com' },
  { reason: 'meeting', host: 'g.co', path: /^\/meet\// },
  { reason: 'meeting', host: 'webex.com', path: /^\/(?:meet|join|webappng|wbxmjs|m|mw|[a-z0-9.-]+\/j\.php|[a-z0-9.-]+\/k2\/j\.php)(?:\/|\?|$)/ },
  { reason: 'meeting', host: 'meet.goto.com' },
  { reason: 'meeting', host: 'gotomeet.me' },
  { reason: 'meeting', host: 'gotomeeting.com', path: /^\/(?:join|install)/ },
  { reason: 'meeting', host: 'whereby.com' },
  { reason: 'meeting', host: 'meet.jit.si' },
  { reason: 'meeting', host: 'chime.aws' },
  // Outlook shows who may open these, by their exact address.
  { reason: 'share', host: 'sharepoint.com' },
  { reason: 'share', host: 'sharepoint.us' },
  { reason: 'share', host: 'sharepoint-mil.us' },
  { reason: 'share', host: 'sharepoint.cn' },
  { reason: 'share', host: 'sharepoint.de' },
  { reason: 'share', host: '1drv.ms' },
  { reason: 'share', host: 'onedrive.live.com' },
  { reason: 'share', host: 'onedrive.com' },
  { reason: 'share', host: 'd.docs.live.net' },
  // One look by the wrong party spends them, and a detour on the way to a password is what people are taught to fear.
  { reason: 'signIn', label: /^(?:login|signin|sign-in|sso|auth|idp|adfs|accounts)$/ },
  { reason: 'signIn', path: /\/(?:users\/)?(?:log-?_?in|sign-?_?in|log-?on|sign-?on)(?:[/?.]|$)/ },
  { reason: 'signIn', path: /\/(?:sso|saml2?|oauth2?|openid|adfs)(?:\/|\?|$)/ },
  { reason: 'signIn', path: /magic-?_?(?:link|login)/ },
  { reason: 'signIn', path: /(?:verify|confirm|activate)[-_/]?(?:e?mail|account|identity)/ },
  { reason: 'signIn', host: 'okta.com' },
  { reason: 'signIn', host: 'auth0.com' },
  { reason: 'signIn', host: 'appleid.apple.com' },
  { reason: 'password', path: /(?:re-?set|forgot|change|set|create|new|recover)[-_/]?(?:your[-_]?)?(?:password|passwd|pwd)/ },
  { reason: 'password', path: /(?:password|passwd|pwd)[-_/]?(?:re-?set|forgot|change|recovery|new|edit)/ },
  { reason: 'password', path: /\/(?:password|passwort|haslo|mot-de-passe)s?(?:\/|\?|$)/ },
  { reason: 'password', host: 'aka.ms', path: /^\/sspr/ },
  { reason: 'password', host: 'onetimesecret.com' },
  { reason: 'signature', host: 'docusign.net' },
  { reason: 'signature', host: 'docusign.com', path: /signing|envelope|\/member\// },
  { reason: 'signature', host: 'echosign.com' },
  { reason: 'signature', host: 'adobesign.com' },
  { reason: 'signature', host: 'acrobat.adobe.com', path: /sign/ },
  { reason: 'signature', host: 'app.hellosign.com' },
  { reason: 'signature', host: 'sign.dropbox.com' },
  { reason: 'signature', host: 'app.pandadoc.com' },
  { reason: 'signature', host: 'signnow.com', path: /(?:document|invite|s\/)/ },
  { reason: 'signature', label: /^(?:e?sign|esignature|signature|skribble)$/ },
  { reason: 'signature', host: 'skribble.com' },
  { reason: 'signature', host: 'yousign.app' },
  { reason: 'signature', host: 'autenti.com' },
  { reason: 'signature', host: 'scrive.com', path: /^\/s\// },
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
  host === domain || host.endsWith(`.${domain}`);

/** `host` and `path` in lower case, `path` with its query; `text` as shown. */
export function leftAloneReason(host: string, path: string, text: string): LeftAlone | null {
  const shown = text.toLowerCase();
  const label = host.slice(0, Math.max(0, host.indexOf('.')));
  for (const rule of LEFT_ALONE) {
    if (rule.host !== undefined && !isHostOrBelow(host, rule.host)) continue;
    if (rule.label && !rule.label.test(label)) continue;
    if (rule.path && !rule.path.test(path)) continue;
    if (rule.text && !rule.text.test(shown)) continue;
    return rule.reason;
  }
  return null;
}

/** `example.com` excludes that host and its www; `*.example.com` all below it, too. */
export function isExcluded(host: string, domains: readonly string[]): boolean {
  return domains.some((entry) => {
    const domain = entry.trim().toLowerCase().replace(/\.$/, '');
    if (domain.startsWith('*.')) return isHostOrBelow(host, domain.slice(2));
    return domain !== '' && (host === domain || host === `www.${domain}`);
  });
}
