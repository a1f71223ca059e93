import { ANSWER_PREFIX } from './answer-prefix';
import { header, headerValues } from './headers';
import type { MachineSigns } from './machine-signs';
import type { ReplyText } from './reply-text';
import type { IncomingMail } from './types';

/** What offers to unsubscribe stands at the end of HTML; a body is searched no further. */
const LONGEST_SEARCHED = 200_000;

/** Names under which programs write and nobody reads. */
const NOBODY =
  /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|donotreply|noreply|nobody|no[-_.]?responder|nao[-_.]?responda|nicht[-_.]?antworten|keine[-_.]?antwort|ne[-_.]?pas[-_.]?repondre|non[-_.]?rispondere|nie[-_.]?odpowiadaj|notifications?|notify|automailer|autoreply|newsletters?|jira\d*|bugzilla(?:-daemon)?|gitlab|github|jenkins|nagios|rss(?:feeds?)?|listserv|majordomo|calendar-notification|dmarc[-_.]?(?:reports?|support|noreply)|.*[-_.](?:no-?reply|noreply|notifications?|newsletter))(?:[+=].*|-[\w=.-]+)?$/i;

/** Names under which programs write mostly; a person at such a desk answers, and quotes. */
const SELDOM_ANYBODY =
  /^(?:alerts?|mailing|mailer|daemon|robot|bot|system|root|cron|www-data|apache|subscriptions?|bounces?|.*[-_.](?:alerts?|updates|daemon))(?:[+=].*|-[\w=.-]+)?$/i;

function isAnswer(mail: IncomingMail): boolean {
  return mail.inReplyTo !== undefined || mail.references.length > 0 || ANSWER_PREFIX.test(mail.subject);
}

const TRACKER =
  /^x-(?:github-|gitlab-|jira-|bugzilla-|redmine-|launchpad-|trac-|phabricator-|gerrit-|jenkins-|sentry-|pagerduty-|asana-|trello-|atlassian-)/i;

const CAMPAIGN =
  /^(?:x-(?:campaign(?:-?id)?|mc-user|mailgun-(?:tag|sending)|sg-eid|mailchimp|bulkmail|mailer-recptid|accucast|sfmc|hubspot|marketo|constantcontact|csa-complaints|job|rpcampaign|binding|blue(?:mail|prog|cust)id|list-host|newsletter|cid|report-abuse(?:-to)?|feedback-id|elist)|feedback-id|list-unsubscribe-post)$/i;

const MASS_MAILER =
  /accucast|listmanager|lyris|mailchimp|sendgrid|mailman web|bulk|campaign|newsletter|phpmailer|phplist|constant contact|exacttarget|responsys|silverpop|vbulletin|libwww|lwp|python|perl|vshield|antivirus|sendemail|cheetahmail|nodemailer \(newsletter|via php/i;

const OPT_OUT =
  /\b(?:to unsubscribe|unsubscribe (?:from|here|instructions)|(?:manage|change|update) (?:your |my )?(?:e-?mail )?(?:preferences|subscriptions?)|you(?:'re| are) receiving this|you (?:have )?(?:are )?subscribed|view (?:this (?:e-?mail|message) )?in (?:your |a )?browser|abbestellen|newsletter abmelden|abmelden|se désabonner|désinscri|darse de baja|cancelar (?:la |a )?(?:suscripción|subscrição|inscrição)|disiscri|cancella(?:rti|zione)|afmelden|uitschrijven|wypisz|rezygnacj|zrezygnować|odhlásit|avregistrera|avsluta prenumeration)|配信停止|配信解除|メルマガ|退订|退訂|取消订阅/iu;

/** Mail to many, or to one by a program: newsletters, notifications, tickets. Discussion lists carry people. */
export function bulk(mail: IncomingMail, split: ReplyText): MachineSigns | undefined {
  const local = (mail.from?.address ?? '').split('@')[0] ?? '';
  const made = (...evidence: string[]): MachineSigns => ({ kind: 'auto-generated', evidence });
  const tracker = mail.headers.find((h) => TRACKER.test(h.name));
  if (tracker) return made(`sent by a tracker (${tracker.name})`);
  if (NOBODY.test(local) || (SELDOM_ANYBODY.test(local) && !isAnswer(mail))) {
    return made('the sender takes no answers');
  }
  const campaign = mail.headers.find((h) => CAMPAIGN.test(h.name));
  const mailer = `${header(mail, 'x-mailer') ?? ''} ${header(mail, 'user-agent') ?? ''}`;
  const answered = mail.inReplyTo !== undefined || mail.references.length > 0 || split.quotedText !== '';
  const body = `${(mail.text ?? '').slice(0, LONGEST_SEARCHED)}\n${(mail.html ?? '').slice(-LONGEST_SEARCHED)}`;
  const discussion = isDiscussion(mail);
  if (MASS_MAILER.test(mailer) && !answered) return made(`sent with ${mailer.trim()}`);
  if (discussion || answered) {
    return !answered && announces(mail) ? made('an announcement list: nobody may post') : undefined;
  }
  if (announces(mail)) return made('an announcement list: nobody may post');
  if (header(mail, 'list-unsubscribe') !== undefined)
    return made('List-Unsubscribe, and no list to write to');
  if (campaign) return made(`sent by a campaign (${campaign.name})`);
  if (lowPrecedence(mail) && (OPT_OUT.test(body) || header(mail, 'x-mailer') === undefined)) {
    return made(`Precedence: ${header(mail, 'precedence') ?? ''}`);
  }
  if (OPT_OUT.test(body) && body.length > 1500) return made('offers to unsubscribe');
  if (
    body.length > 3000 &&
    NEWSLETTER_WORDS.test(
      `${mail.subject} ${mail.from?.name ?? ''} ${local} ${split.replyText.slice(0, 300)}`,
    )
  ) {
    return made('a newsletter by its name');
  }
  return transactional(mail, split);
}

const NEWSLETTER_WORDS =
  /newsletter|e-?news\b|headlines|digest|bulletin|weekly|advisory|effector|special offer|rundbrief|ニュース|メールマガジン|简报|電子報/iu;

const NOTICE =
  /\b(?:dear (?:customer|valued|sir or madam|user|subscriber|member|account)|your (?:order|password|account|subscription|domain|invoice|payment|booking|reservation|renewal|web address)\b|(?:has|have) been (?:renewed|confirmed|scheduled|registered|activated|updated|shipped|processed)|user name ?:|thank you for (?:using|registering|your (?:order|purchase)))/i;

/** Confirmations and the like: the sender's name is an institution's, and the text a form. */
function transactional(mail: IncomingMail, split: ReplyText): MachineSigns | undefined {
  const sender = `${mail.from?.address ?? ''} ${mail.replyTo.map((a) => a.address).join(' ')}`;
  const office =
    /(?:^|[\s<])(?:billing|customer\W?(?:service|support)|accounts?|orders?|info|service|support|confirm(?:ation)?|domain[\w.]*system|webmaster|registrar|sweeps|[\w.-]*sweeps)@/i.test(
      sender,
    );
  const formal = (split.replyText.slice(0, 1500).match(new RegExp(NOTICE.source, 'gi')) ?? []).length;
  if ((office && formal >= 2) || formal >= 3)
    return { kind: 'auto-generated', evidence: ['a notice in form, from an office'] };
  return undefined;
}

export function ticketSubject(subject: string): boolean {
  return /[[(](?:ticket|case|request|incident|ref|sr|inc|tt|#)\W{0,2}[\w-]*\d{2,}[\w-]*[\])]|\b(?:ticket|case|request) ?(?:#|no\.?|id) ?\d{2,}|\[#?\d{3,}\]/i.test(
    subject,
  );
}

export function lowPrecedence(mail: IncomingMail): boolean {
  return /^(?:bulk|junk|list)$/i.test(header(mail, 'precedence') ?? '');
}

export function suppresses(mail: IncomingMail): boolean {
  return /\b(?:all|oof|autoreply)\b/i.test(header(mail, 'x-auto-response-suppress') ?? '');
}

export function emptyReturnPath(mail: IncomingMail): boolean {
  return headerValues(mail, 'return-path').some((v) => v.replace(/\s/g, '') === '<>');
}

/** A list that people write to: it says where to post, or puts itself between (Sender, Reply-To, Mail-Followup-To). */
function isDiscussion(mail: IncomingMail): boolean {
  const post = header(mail, 'list-post');
  if (post !== undefined) return /mailto:/i.test(post);
  if (header(mail, 'mail-followup-to') !== undefined || header(mail, 'x-beenthere') !== undefined)
    return true;
  const sender = mail.sender?.address ?? '';
  return (
    /(?:^owner-|-(?:owner|admin|bounces?|request)@)/i.test(sender) &&
    header(mail, 'list-unsubscribe') === undefined
  );
}

/** `List-Post: NO` (RFC 2369, 3.4), or a list that speaks for itself: the author is the list. */
function announces(mail: IncomingMail): boolean {
  const post = header(mail, 'list-post');
  if (post === undefined) return false;
  if (/^\s*NO\b/.test(post)) return true;
  const author = `${mail.from?.name ?? ''}`.toLowerCase();
  const list = /mailto:([^@>]+)@/i.exec(post)?.[1]?.toLowerCase() ?? '';
  return list.length > 2 && /news|announce|update|digest/.test(author) && author.includes(list);
}
