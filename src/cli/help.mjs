/** Help texts, one per command; plain JavaScript so that `--help` needs no compiler. */
const INPUT = `FILE…: read in order; without one, standard input is read. Exit code 2: the call was wrong, one line says how.`;

export const HELP = {
  mailtrail: `mailtrail: tracks and logs the mail people send from Outlook

Usage: mailtrail COMMAND [options]

  serve      run the server (with the sandbox, unless Entra and a public address are set)
  embed      outgoing HTML -> the HTML as it would be sent
  classify   received mail (.eml) -> what kind it is, what it answers, what is new in it
  judge      requests for image and links -> person or machine, and why
  render     HTML of a mail -> the safe HTML that the timeline shows
  manifest   the add-in's manifest for an address
  rejudge    runs the present rules over hits that are kept
  account    makes the account of an Entra tenant
  doctor     what is wrong with configuration, store, mailboxes, deployment and tracking domain
  erasures   erases again whom a restored backup has brought back

'mailtrail COMMAND --help' says more.
`,
  serve: `mailtrail serve: runs the server

Usage: mailtrail serve

Builds what browsers load if it is not built yet, opens the store in DATA_DIR (or at DATABASE_URL), and prints the
address. Without Entra settings and a public address the sandbox runs beside it, on PORT and PORT + 1 of this machine.
Settings come from the environment; README.md has the table. Ctrl-C ends it; data stays.
`,
  embed: `mailtrail embed: outgoing HTML -> the HTML as it would be sent

Usage: mailtrail embed [--base-url URL] [--seat free|paid] [--json] [FILE…]

  --base-url URL   address of the tracking server (https://mail.example)
  --seat SEAT      free: the image only; paid: image and links (paid)
  --json           one line a file: {file, html, changed, image, links: [{target, text, tracked, reason}], removed}

A fixed demonstration ticket signs the marks. ${INPUT}
`,
  classify: `mailtrail classify: what kind of mail is this, what does it answer, what is new in it

Usage: mailtrail classify [--json] [FILE.eml…]

Prints one JSON line a file: {file, kind, evidence, inReplyTo, references, replyText, quotedText, outOfOffice?}.
kind is reply, new, auto-reply, auto-generated, bounce, receipt or calendar. ${INPUT}
`,
  judge: `mailtrail judge: requests for image and links -> person or machine, and why

Usage: mailtrail judge [--json] [FILE.jsonl…]

  --json   one line a hit: {verdict, via?, reasons}

One hit a line, as JSON: {at, kind: "open" or "click", method, userAgent, ip, headers?, link?, message?, recipient?,
sentAt?}; times as ISO 8601 or milliseconds. All hits are judged among one another, as when nothing more comes. verdict is
person, machine, self or unsure. A line that cannot be read is named on standard error, the others are judged.
${INPUT}
`,
  render: `mailtrail render: HTML of a mail -> the safe HTML that the timeline shows

Usage: mailtrail render [--json] [FILE…]

  --json   one line a file: {file, html, removed}

${INPUT}
`,
  manifest: `mailtrail manifest: the add-in's manifest for an address

Usage: mailtrail manifest --base-url URL [--name NAME] [--id GUID] [--client-id GUID]

  --base-url URL     where the server is reached: https, no path (http only on loopback)
  --name NAME        what people see in Outlook (Mailtrail)
  --id GUID          the add-in's id of this deployment
  --client-id GUID   the app registration in Entra
  --tracking-url URL where images and links lead, if not to the base URL
  --version V        four numbers, raised whenever the manifest changes
  --json             one line: {manifest}
`,
  rejudge: `mailtrail rejudge: runs the present rules over the hits that are kept, and tells what changes

Usage: mailtrail rejudge [--account N] [--dry-run] [--json]

  --account N   only this account (all)
  --dry-run     change nothing, only tell what would change
  --json        one line an account: {account, rulesVersion, applied, judged, overruled,
                changes: [{from, to, hits, examples}], eventsAdded, eventsTakenBack}

Opens and clicks are written or taken back once, however often it is run; what a user overruled stays; nobody is notified.
Broken off, it goes on where it was. Settings come from the environment, as for serve. With the embedded store, end the
server first; or let an administrator POST /api/v1/rejudgements.
`,
  account: `mailtrail account: makes the account of an Entra tenant

Usage: mailtrail account create --tenant GUID --admin OID [options]

  --tenant GUID        the Entra tenant's id
  --admin OID          object id of the first administrator
  --admin-name NAME    their name, until they sign in (Administrator)
  --admin-mail ADDRESS their mail address
  --name NAME          the company's name (Our company)
  --domain DOMAIN      a domain whose addresses are colleagues; may be given more than once

Settings come from the environment, as for serve. With the embedded store, end the server first.
`,
  doctor: `mailtrail doctor: what is wrong with configuration, store, mailboxes, deployment and tracking domain, and what to do

Usage: mailtrail doctor [--json]

  --json   one line a finding: {area, level, what, todo?, account?, mailbox?}; level is ok, warning or error

A server that runs on this machine is asked; else the store is opened. The lines name mailboxes by id, and hold no address.
Exit code 1: something is wrong. Settings come from the environment, as for serve.
`,
  erasures: `mailtrail erasures: erases again whom a restored backup has brought back

Usage: mailtrail erasures replay [--dry-run] [--json] [FILE…]

  --dry-run   change nothing, only tell how many are there again
  --json      one line: {listed, found, erased}

FILE…: the lists that servers keep, DATA_DIR/erasures.jsonl, one of each node; without one, that of DATA_DIR. Keep them out
of the backup's place: they must be newer than what is restored. They hold keyed hashes, no names and no addresses, and
need the secrets of the store. Broken off, it goes on where it was.

Settings come from the environment, as for serve. With the embedded store, end the server first.
`,
};
