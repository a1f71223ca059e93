import { parseFragment, serialize } from 'parse5';
import { replyText } from '../../../src/core/incoming';

const OUTLOOK_WEB = `<html><head><style>p{margin:0}</style></head><body dir="ltr">
<div class="elementToProof">Yes, twelve please.</div><div>Bob</div>
<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">
<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> Alice Moreau &lt;alice@brightwater.example&gt;<br>
<b>Sent:</b> Wednesday, July 1, 2026 9:00 AM<br><b>To:</b> Bob Lindqvist<br><b>Subject:</b> Quote</font><div>&nbsp;</div></div>
<div>How many boats do you need?</div></body></html>`;

const OUTLOOK_CLASSIC_DE = `<body lang=DE><div class=WordSection1><p class=MsoNormal>Zwölf, bitte.<o:p></o:p></p>
<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Von:</b> Alice Moreau &lt;alice@brightwater.example&gt; <br>
<b>Gesendet:</b> Mittwoch, 1. Juli 2026 09:00<br><b>An:</b> Bob Lindqvist<br><b>Betreff:</b> Angebot<o:p></o:p></p></div>
<p class=MsoNormal>How many boats do you need?<o:p></o:p></p></div></body>`;

const GMAIL_PL = `<div dir="ltr">Dwanaście.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">śr., 1 lip 2026 o 09:00 Alice Moreau &lt;<a href="mailto:alice@brightwater.example">alice@brightwater.example</a>&gt; napisał(a):<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid"><div>How many boats do you need?</div></blockquote></div>`;

const APPLE = `<html><body>Twelve.<br><div><br><blockquote type="cite"><div>On 1 Jul 2026, at 09:00, Alice Moreau &lt;alice@brightwater.example&gt; wrote:</div><br><div>How many boats do you need?</div></blockquote></div></body></html>`;

const APPLE_FR = `<html><body>Douze.<div><br></div><div id="AppleMailSignature">Envoyé de mon iPhone</div><div><br>Le 1 juil. 2026 à 09:00, Alice Moreau &lt;alice@brightwater.example&gt; a écrit&nbsp;:<br><br></div><blockquote type="cite">How many boats do you need?</blockquote></body></html>`;

const THUNDERBIRD = `<html><body><div class="moz-cite-prefix">Am 01.07.26 um 09:00 schrieb Alice Moreau:<br></div><blockquote type="cite" cite="mid:x"><p>How many boats do you need?</p></blockquote><p>Twelve.</p></body></html>`;

const YAHOO = `<div>Twelve.</div><div id="yahoo_quoted_123" class="yahoo_quoted"><div>On Wednesday, 1 July 2026 at 09:00:00 CEST, Alice Moreau wrote:</div><div>How many boats do you need?</div></div>`;

const OUTLOOK_MOBILE = `<body><div dir="ltr">Twelve.</div><div id="ms-outlook-mobile-signature">Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div><div id="mail-editor-reference-message-container"><hr><div><b>From:</b> Alice Moreau</div><div>How many boats do you need?</div></div></body>`;

const BETWEEN = `<div>See below.</div><blockquote type="cite"><p>How many boats do you need?</p></blockquote><p>Twelve.</p><blockquote type="cite"><p>By when?</p></blockquote><p>May.</p>`;

const PREFORMATTED = `<html><body><pre>Twelve.\n\n-----Original Message-----\nFrom: Alice\nHow many boats do you need?</pre></body></html>`;

describe('what is new in a reply (R6)', () => {
  test.each([
    ['Outlook on the web', OUTLOOK_WEB, 'Yes, twelve please.\nBob'],
    ['classic Outlook, German', OUTLOOK_CLASSIC_DE, 'Zwölf, bitte.'],
    ['Gmail, Polish', GMAIL_PL, 'Dwanaście.'],
    ['Apple Mail', APPLE, 'Twelve.'],
    ['iPhone, French', APPLE_FR, 'Douze.'],
    ['Thunderbird, answer below', THUNDERBIRD, 'Twelve.'],
    ['Yahoo', YAHOO, 'Twelve.'],
    ['Outlook for iOS', OUTLOOK_MOBILE, 'Twelve.'],
    ['preformatted text', PREFORMATTED, 'Twelve.'],
    ['answers in between', BETWEEN, 'See below.\nTwelve.\n\nMay.'],
  ])('%s', (_, html, expected) => {
    const split = replyText({ html });
    expect(split.replyText.replace(/\n+/g, '\n')).toBe(expected.replace(/\n+/g, '\n'));
    expect(split.quotedText).toContain('How many boats do you need?');
    expect(split.newHtml).not.toContain('How many boats');
    expect(split.quotedHtml).toContain('How many boats do you need?');
  });

  test.each([
    ['On Wed, Jul 1, 2026 at 9:00 AM Alice Moreau <alice@brightwater.example> wrote:'],
    ['Am Mi., 1. Juli 2026 um 09:00 Uhr schrieb Alice Moreau <\nalice@brightwater.example>:'],
    ['Le mer. 1 juil. 2026 à 09:00, Alice Moreau <alice@brightwater.example> a\nécrit :'],
    ['El mié, 1 jul 2026 a las 9:00, Alice Moreau (<alice@brightwater.example>)\nescribió:'],
    ['Il giorno mer 1 lug 2026 alle ore 09:00 Alice Moreau <\nalice@brightwater.example> ha scritto:'],
    ['Op wo 1 jul 2026 om 09:00 schreef Alice Moreau <alice@brightwater.example>:'],
    ['Em qua., 1 de jul. de 2026 às 09:00, Alice Moreau <\nalice@brightwater.example> escreveu:'],
    ['śr., 1 lip 2026 o 09:00 Alice Moreau <alice@brightwater.example> napisał(a):'],
    ['st 1. 7. 2026 v 9:00 odesílatel Alice Moreau <alice@brightwater.example>\nnapsal:'],
    ['Den ons 1 juli 2026 kl 09:00 skrev Alice Moreau <alice@brightwater.example>:'],
    ['2026年7月1日(水) 9:00 Alice Moreau <alice@brightwater.example>:'],
    ['Alice Moreau <alice@brightwater.example> 于2026年7月1日周三 09:00写道：'],
    ['ср, 1 июл. 2026 г. в 09:00, Alice Moreau <alice@brightwater.example>:'],
    ['1 Tem 2026 Çar 09:00 tarihinde Alice Moreau <alice@brightwater.example> şunu\nyazdı:'],
  ])('plain text below %j is quoted', (attribution) => {
    const split = replyText({ text: `Twelve, please.\n\n${attribution}\n\n> How many?\n> Alice\n` });
    expect(split.replyText).toBe('Twelve, please.');
    expect(split.quotedText).toContain('> How many?');
  });

  test.each([
    ['English', 'From: Alice\nSent: Wednesday, July 1, 2026 9:00 AM\nTo: Bob\nSubject: Quote'],
    ['Polish', 'Od: Alice\nWysłano: środa, 1 lipca 2026 09:00\nDo: Bob\nTemat: Oferta'],
    ['French', 'De : Alice\nEnvoyé : mercredi 1 juillet 2026 09:00\nÀ : Bob\nObjet : Offre'],
    ['Dutch', 'Van: Alice\nVerzonden: woensdag 1 juli 2026 09:00\nAan: Bob\nOnderwerp: Offerte'],
    ['Czech', 'Od: Alice\nOdesláno: středa 1. července 2026 9:00\nKomu: Bob\nPředmět: Nabídka'],
    ['Japanese', '差出人: Alice\n送信日時: 2026年7月1日 9:00\n宛先: Bob\n件名: 見積り'],
    ['Chinese', '发件人: Alice\n发送时间: 2026年7月1日 9:00\n收件人: Bob\n主题: 报价'],
  ])('a header block in %s begins the history', (_, block) => {
    expect(replyText({ text: `Twelve.\n\n${block}\n\nHow many?` })).toMatchObject({ replyText: 'Twelve.' });
  });

  test.each([
    'Please note: From: Monday on we are closed.\nTo: everybody who asked.',
    'On Monday we met, and he wrote a long letter.\nIt was good.',
    'The report says at 10:00 that all is well. I wrote: see you.\nBye.',
    'Date: to be agreed\nPlace: our yard',
  ])('a person’s own words are kept: %j', (text) => {
    expect(replyText({ text }).replyText).toBe(text);
  });

  test('signatures are told apart and not lost', () => {
    expect(replyText({ text: 'Twelve.\n\n-- \nBob Lindqvist\nPartner\n' })).toMatchObject({
      replyText: 'Twelve.',
      signature: '-- \nBob Lindqvist\nPartner'.replace('-- ', '--'),
    });
    expect(replyText({ text: 'Twelve.\n\nSent from my iPhone\n' })).toMatchObject({
      replyText: 'Twelve.',
      signature: 'Sent from my iPhone',
    });
    expect(replyText({ html: '<p>Twelve.</p><p>Sent from my iPhone</p>' }).newHtml).toContain('iPhone');
  });

  test('both halves of the HTML are well-formed, whatever was cut', () => {
    for (const html of [
      OUTLOOK_WEB,
      GMAIL_PL,
      THUNDERBIRD,
      BETWEEN,
      '<table><tr><td>New<blockquote type=cite>Old</td></tr>',
    ]) {
      const { newHtml = '', quotedHtml = '' } = replyText({ html });
      for (const half of [newHtml, quotedHtml]) {
        const again = serialize(parseFragment(half));
        expect(serialize(parseFragment(again))).toBe(again);
      }
    }
  });

  test('a mail without a quote comes back whole', () => {
    const split = replyText({ html: '<p>Good <b>morning</b></p><blockquote>A poem.</blockquote>' });
    expect(split).toEqual({
      replyText: 'Good morning\nA poem.',
      quotedText: '',
      newHtml: '<p>Good <b>morning</b></p><blockquote>A poem.</blockquote>',
    });
  });

  test.each([
    ['a hundred thousand nested elements', { html: '<div>'.repeat(100_000) + 'Hello' }],
    ['a line of a million spaces', { text: `a${' '.repeat(1_000_000)}b` }],
    ['a line of a million dashes', { text: '-'.repeat(1_000_000) }],
    ['a line of a million asterisks', { text: `From: ${'*'.repeat(1_000_000)}` }],
    ['a hundred thousand half attributions', { text: 'On 1 July 2026 at 9:00 Alice\n'.repeat(100_000) }],
    ['a hundred thousand half header blocks', { text: 'From: a@b.example\n\n'.repeat(100_000) }],
  ])('%s are read in bounded time', (_, body) => {
    // Processor time: other tests run beside.
    const { user } = process.cpuUsage();
    replyText(body);
    expect(process.cpuUsage().user - user).toBeLessThan(5_000_000);
  });
});
