import { escapeHtml } from '../html';
import type { Person } from '../people';

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.45 'Segoe UI', system-ui, sans-serif; --line: light-dark(#e1dfdd, #3b3a39); --soft: light-dark(#605e5c, #c8c6c4); --paper: light-dark(#fff, #201f1e); --pick: light-dark(#e5f1fb, #17334d); --accent: light-dark(#0f5ea8, #62abf5); }
* { box-sizing: border-box; }
body { margin: 0; height: 100vh; display: grid; grid-template-rows: auto 1fr; background: light-dark(#f5f5f4, #161514); }
header { display: flex; gap: .8rem; align-items: center; padding: .7rem 1.2rem; background: var(--paper); border-bottom: 1px solid var(--line); }
header .face { width: 2.4rem; height: 2.4rem; border-radius: 50%; display: grid; place-items: center; background: var(--accent); color: light-dark(#fff, #000); font-weight: 600; }
h1 { font-size: 1.05rem; margin: 0; } h2 { font-size: 1.25rem; margin: 0 0 .4rem; }
header p, .meta { margin: 0; color: var(--soft); }
main { display: grid; grid-template-columns: minmax(16rem, 24rem) 1fr; min-height: 0; }
nav { overflow: auto; border-right: 1px solid var(--line); background: var(--paper); }
nav ol { list-style: none; margin: 0; padding: 0; }
nav button { width: 100%; text-align: start; font: inherit; color: inherit; background: none; border: 0; border-bottom: 1px solid var(--line); padding: .7rem 1rem; cursor: pointer; }
nav button[aria-current] { background: var(--pick); } nav button.unread strong { color: var(--accent); }
nav span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } nav .preview { color: var(--soft); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: -3px; }
article { overflow: auto; padding: 1.2rem 1.6rem; display: flex; flex-direction: column; gap: .8rem; min-width: 0; }
.bar { background: light-dark(#fff4ce, #433519); padding: .6rem .9rem; display: flex; gap: 1rem; align-items: center; justify-content: space-between; flex-wrap: wrap; }
iframe { flex: 1 0 22rem; width: 100%; border: 1px solid var(--line); background: #fff; color-scheme: light; }
.files { display: flex; gap: .5rem; flex-wrap: wrap; list-style: none; margin: 0; padding: 0; }
.files a { display: block; padding: .4rem .7rem; border: 1px solid var(--line); border-radius: 4px; background: var(--paper); color: inherit; }
form { display: grid; gap: .6rem; border-top: 1px solid var(--line); padding-top: .8rem; }
textarea { font: inherit; width: 100%; min-height: 7rem; padding: .6rem; }
.action { font: inherit; padding: .45rem 1rem; border: 1px solid var(--accent); border-radius: 4px; background: var(--paper); color: var(--accent); cursor: pointer; }
.action.main { background: var(--accent); color: light-dark(#fff, #000); }
.empty { color: var(--soft); margin: auto; text-align: center; }
@media (max-width: 700px) { main { grid-template-columns: 1fr; grid-template-rows: 40% 1fr; } }
`;

/** The page of a person's mail program; its script is `dist/sandbox/mail.js`. */
export function mailShell(person: Person): string {
  const initials = person.name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>${escapeHtml(person.name)} · Mail</title><style>${STYLE}</style></head>
<body data-person="${escapeHtml(person.key)}">
<header><div class="face" aria-hidden="true">${escapeHtml(initials)}</div><div><h1>${escapeHtml(person.name)}</h1><p>${escapeHtml(person.address)}${person.outOfOffice === undefined ? '' : ' · out of office'}</p></div></header>
<main><nav aria-label="Inbox"><ol id="list"></ol></nav><article id="pane" aria-live="polite"><p class="empty">Choose a mail to read it.</p></article></main>
<noscript>This page needs JavaScript.</noscript>
<script src="/assets/mail.js" defer></script>
</body></html>`;
}
