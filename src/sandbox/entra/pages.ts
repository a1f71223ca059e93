import { escapeHtml } from '../html';
import { tenantById } from '../people';
import type { Employee } from '../people';
import type { AuthorizeRequest } from './authorize';

const STYLE = `
:root { color-scheme: light dark; font-family: 'Segoe UI', system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f2f2f2, #1b1a19); }
main { background: light-dark(#fff, #292827); padding: 2.5rem; width: min(25rem, 88vw); box-shadow: 0 2px 6px #0003; }
h1 { font-size: 1.5rem; font-weight: 600; margin: 0 0 .25rem; }
p { margin: 0 0 1.25rem; color: light-dark(#605e5c, #c8c6c4); }
ul.asked { list-style: disc; margin: 0 0 1.25rem; padding-inline-start: 1.25rem; }
ul:not(.asked) { list-style: none; margin: 0; padding: 0; }
button { display: block; width: 100%; text-align: start; font: inherit; color: inherit; background: none; border: 0; border-block-end: 1px solid light-dark(#edebe9, #484644); padding: .8rem .5rem; cursor: pointer; }
button:hover { background: light-dark(#f3f2f1, #3b3a39); }
button:focus-visible { outline: 3px solid #0f6cbd; outline-offset: 2px; }
button strong { display: block; font-weight: 600; }
button span { color: light-dark(#605e5c, #c8c6c4); }
small { display: block; margin-top: 1.5rem; color: light-dark(#605e5c, #c8c6c4); }
`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

/** The page on which a person is picked; posts to its own address. */
export function signInPage(
  people: readonly Employee[],
  hint: string | undefined,
  permissions: readonly string[] = [],
): string {
  const hinted = people.find((person) => person.address === hint?.toLowerCase());
  const inOrder = hinted === undefined ? people : [hinted, ...people.filter((person) => person !== hinted)];
  const buttons = inOrder.map((person) => {
    const chosen = person === hinted ? ' autofocus aria-current="true"' : '';
    const company = tenantById(person.tenantId)?.name ?? '';
    return `<li><button name="person" value="${escapeHtml(person.key)}"${chosen}><strong>${escapeHtml(person.name)}</strong><span>${escapeHtml(person.address)} · ${escapeHtml(company)}</span></button></li>`;
  });
  if (permissions.length > 0) {
    const asked = permissions.map((each) => `<li>${escapeHtml(each)}</li>`).join('');
    return page(
      'Permissions requested',
      `<h1>Permissions requested</h1><p>Mailtrail would like to:</p><ul class="asked">${asked}</ul><p>Accept as</p><form method="post"><ul>${buttons.join('')}<li><button name="person" value="">Cancel</button></li></ul></form><small>Sandbox: what is accepted here can be withdrawn at <a href="/login.microsoftonline.com/consents">My apps</a>.</small>`,
    );
  }
  return page(
    'Sign in to your account',
    `<h1>Pick an account</h1><p>to go on to Mailtrail</p><form method="post"><ul>${buttons.join('')}</ul></form><small>Sandbox: nobody here has a password.</small>`,
  );
}

/** Where people withdraw what they have allowed, as at myapps.microsoft.com. */
export function consentsPage(people: readonly Employee[], withdrawn?: Employee): string {
  const said = withdrawn
    ? `<p role="status">${escapeHtml(withdrawn.name)} has withdrawn what Mailtrail was allowed to do.</p>`
    : '';
  const buttons = people.map(
    (person) =>
      `<li><button name="person" value="${escapeHtml(person.key)}"><strong>${escapeHtml(person.name)}</strong><span>Withdraw Mailtrail’s permissions</span></button></li>`,
  );
  return page(
    'My apps',
    `<h1>My apps</h1>${said}<p>What Mailtrail may do in the absence of</p><form method="post"><ul>${buttons.join('')}</ul></form>`,
  );
}

/** What an administrator accepts for everybody. */
export const adminConsentPage = (): string =>
  page(
    'Permissions requested',
    '<h1>Permissions requested</h1><p>For everybody in your organisation, Mailtrail would like to:</p><ul class="asked"><li>Sign people in and read their profile</li><li>Act for them in Mailtrail itself</li></ul><form method="post"><ul><li><button name="choice" value="accept"><strong>Accept</strong></button></li><li><button name="choice" value="cancel">Cancel</button></li></ul></form><small>Sandbox: this is where an administrator consents at Microsoft.</small>',
  );

export function errorPage(message: string): string {
  return page(
    'Sign in',
    `<h1>Sorry, but we’re having trouble signing you in.</h1><p role="alert">${escapeHtml(message)}</p>`,
  );
}

export function signedOutPage(): string {
  return page('Signed out', '<h1>You signed out of your account</h1><p>You may close this window.</p>');
}

/** `response_mode=form_post`: the browser posts the answer by itself, or by a button where it runs no script. */
export function formPostPage(request: AuthorizeRequest, answer: Record<string, string>): string {
  const fields = { ...answer, ...(request.state === undefined ? {} : { state: request.state }) };
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return page(
    'Working…',
    `<form method="post" action="${escapeHtml(request.redirect_uri)}">${inputs.join('')}<button>Go on</button></form><script src="/assets/form-post.js" defer></script>`,
  );
}
