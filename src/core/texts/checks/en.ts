import type { CheckFacts, CheckFinding, DeploymentCheck } from '../../api/checks';

/** What a check found, and what to do about it. `day`: a date as the reader writes it. */
export type CheckWords = Record<
  CheckFinding,
  (facts: CheckFacts, day: (iso: string) => string) => { what: string; todo?: string }
>;

export const englishFindings: CheckWords = {
  well: ({ until, days }, day) => ({
    what:
      until === undefined || days === undefined
        ? 'Answers as it should.'
        : `Answers as it should. The certificate is valid until ${day(until)}.`,
  }),
  'name-unknown': ({ host }) => ({
    what: `The name ${host} is not known on the internet.`,
    todo: 'Make a DNS record for it. It takes up to an hour until every network knows it.',
  }),
  'private-address': ({ host }) => ({
    what: `${host} leads to an address of a private network, which nobody outside can reach.`,
    todo: 'Let its DNS record name the public address of the server or of the proxy before it.',
  }),
  refused: ({ host }) => ({
    what: `Nobody listens at ${host}.`,
    todo: 'Start the server, or the proxy before it, and let port 443 through the firewall.',
  }),
  'no-answer': ({ host, code }) => ({
    what: `${host} does not answer${code === undefined ? '' : ` (${code})`}.`,
    todo: 'Look at the way to it: DNS, firewall, proxy. A server that cannot reach its own public name needs a route to it.',
  }),
  'certificate-invalid': ({ host, code }) => ({
    what: `The certificate of ${host} is not valid${code === undefined ? '' : ` (${code})`}.`,
    todo: 'Install a certificate for this name from an authority that every device trusts, with its whole chain.',
  }),
  'certificate-ending': ({ until = '', days = 0 }, day) => ({
    what: `Answers as it should, but the certificate ends on ${day(until)} (${days} ${days === 1 ? 'day' : 'days'} left).`,
    todo: 'Renew it now: renewing by itself has most likely failed.',
  }),
  redirected: ({ path = '', location = '' }) => ({
    what: `${path} leads on to ${location === '' ? 'another address' : location}.`,
    todo: 'Serve it at this very address: Outlook and mail programs follow no redirect here. Take sign-in pages and rewriting out of the proxy.',
  }),
  'wrong-status': ({ path = '', status = 0 }) => ({
    what: `${path} is answered with ${status}.`,
    todo:
      status >= 500
        ? 'The proxy does not reach the server, or the server fails: look at its log.'
        : 'Something before the server turns the request away: let it through, with its host name and without a sign-in.',
  }),
  'wrong-type': ({ path = '', contentType = '' }) => ({
    what: `${path} comes as ${contentType === '' ? 'something unnamed' : contentType}.`,
    todo: 'Something other than Mailtrail answers, or a proxy changes the content type: pass answers on unchanged.',
  }),
  'not-ours': ({ host }) => ({
    what: `${host} answers, but not from this server, or not under this name.`,
    todo: 'Point the name here, let the proxy pass on the Host header, and keep no answer in a cache.',
  }),
  'other-account': ({ host }) => ({
    what: `Another company on this server has ${host}.`,
    todo: 'Take another name. If this one is yours, ask whoever runs the server.',
  }),
  'not-stored': ({ path = '' }) => ({
    what: `${path} may not be stored, so Outlook shows no icon.`,
    todo: 'Take “no-store” out of the Cache-Control header that the proxy adds.',
  }),
  'other-content': ({ path = '' }) => ({
    what: `${path} is not what this server serves.`,
    todo: 'An older copy comes from a cache or another node: clear the cache, and update every node.',
  }),
  'cross-origin-refused': ({ path = '' }) => ({
    what: `${path} allows no requests from Outlook’s runtime.`,
    todo: 'Let OPTIONS requests and the Access-Control headers through the proxy: classic Outlook asks with them first.',
  }),
  'not-built': () => ({
    what: 'The add-in’s files have not been built.',
    todo: 'Run npm run build on the server, and restart it.',
  }),
};

export const englishChecks: Record<DeploymentCheck, string> = {
  address: 'Address and certificate',
  manifest: 'Manifest',
  icons: 'Icons',
  pane: 'Task pane',
  'launch-file': 'File that runs when mail is sent',
  'well-known': 'Permission for classic Outlook',
  cors: 'Requests from classic Outlook',
  notifications: 'Notifications from Microsoft',
  tracking: 'Tracking domain',
};
