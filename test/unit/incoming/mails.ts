import type { IncomingMail } from '../../../src/core/incoming';

/** A plain mail from Bob to Alice; `over` changes what a test is about. */
export function mail(over: Partial<IncomingMail> & { header?: Record<string, string> } = {}): IncomingMail {
  const { header = {}, ...rest } = over;
  return {
    from: { address: 'bob@partner.example', name: 'Bob Lindqvist' },
    replyTo: [],
    to: [{ address: 'alice@brightwater.example' }],
    cc: [],
    subject: 'Quote for the boats',
    date: '2026-07-01T09:00:00.000Z',
    references: [],
    headers: Object.entries(header).map(([name, value]) => ({ name, value })),
    ...rest,
  };
}

export interface Note {
  language: string;
  subject: string;
  text: string;
  until?: string;
}

/** Out-of-office notes as people set them up, with no header that gives them away. Received on 1 July 2026. */
export const NOTES: readonly Note[] = [
  {
    language: 'English',
    subject: 'Re: Quote for the boats',
    text: 'Hello,\n\nThank you for your email. I am out of the office until 14 July with no access to email. If your matter is urgent, please contact Jim Pike.\n\nKind regards\nCarla',
    until: '2026-07-14',
  },
  {
    language: 'English, travelling',
    subject: 'Quote for the boats',
    text: "Thanks for your message. I'm currently on annual leave, returning on Monday, July 20, 2026. I will reply to your email upon my return.",
    until: '2026-07-20',
  },
  {
    language: 'Polish',
    subject: 'Re: Oferta',
    text: 'Dzień dobry,\n\ndziękuję za wiadomość. Jestem na urlopie do 17 lipca 2026. W pilnych sprawach proszę o kontakt z Anną Nowak.\n\nPozdrawiam',
    until: '2026-07-17',
  },
  {
    language: 'German',
    subject: 'AW: Angebot',
    text: 'Guten Tag,\n\nvielen Dank für Ihre Nachricht. Ich bin bis einschließlich 24.07. nicht im Büro. In dringenden Fällen wenden Sie sich bitte an Frau Kern.\n\nMit freundlichen Grüßen',
    until: '2026-07-24',
  },
  {
    language: 'French',
    subject: 'RE: Offre',
    text: "Bonjour,\n\nJe suis en congés jusqu'au 15 août 2026 inclus. En cas d'urgence, veuillez contacter Mme Petit. Merci pour votre message.\n\nCordialement",
    until: '2026-08-15',
  },
  {
    language: 'Spanish',
    subject: 'RE: Oferta',
    text: 'Hola,\n\nGracias por su correo. Estoy fuera de la oficina hasta el 20 de julio de 2026. Para asuntos urgentes, póngase en contacto con Ana Ruiz.\n\nSaludos',
    until: '2026-07-20',
  },
  {
    language: 'Italian',
    subject: 'R: Offerta',
    text: 'Buongiorno,\n\nsono in ferie fino al 18 luglio 2026. Per urgenze potete contattare Marco Neri. Risponderò al mio rientro.\n\nGrazie',
    until: '2026-07-18',
  },
  {
    language: 'Dutch',
    subject: 'RE: Offerte',
    text: 'Beste,\n\nBedankt voor uw bericht. Ik ben met vakantie tot en met 19 juli 2026. Voor dringende zaken kunt u contact opnemen met Piet.\n\nGroet',
    until: '2026-07-19',
  },
  {
    language: 'Portuguese',
    subject: 'RE: Proposta',
    text: 'Bom dia,\n\nObrigado pelo seu e-mail. Estou de férias até 22 de julho de 2026. Em caso de urgência, contacte a Rita.\n\nCumprimentos',
    until: '2026-07-22',
  },
  {
    language: 'Czech',
    subject: 'RE: Nabídka',
    text: 'Dobrý den,\n\nděkuji za Vaši zprávu. Jsem na dovolené do 16. července 2026. V naléhavých případech kontaktujte pana Dvořáka.\n\nS pozdravem',
    until: '2026-07-16',
  },
  {
    language: 'Swedish',
    subject: 'SV: Offert',
    text: 'Hej,\n\nTack för ditt mejl. Jag är på semester till och med 31 juli 2026. Vid brådskande ärenden kontakta Eva.\n\nHälsningar',
    until: '2026-07-31',
  },
  {
    language: 'Japanese',
    subject: 'Re: お見積り',
    text: 'お世話になっております。\n\n7月10日まで休暇をいただいております。お急ぎの場合は、営業部の田中までご連絡ください。\n\nよろしくお願いいたします。',
    until: '2026-07-10',
  },
  {
    language: 'Chinese',
    subject: '回复: 报价',
    text: '您好，\n\n我目前正在休假，7月15日返回办公室。如有紧急事宜，请联系李先生。\n\n谢谢',
    until: '2026-07-15',
  },
];

/** People who speak of absences, bounces and tickets, and are people. */
export const PEOPLE: readonly { what: string; subject: string; text: string }[] = [
  {
    what: 'announces a holiday inside an answer',
    subject: 'Re: Quote for the boats',
    text: 'Hi Alice,\n\nthe second option looks right to us, and the price is fine. Could you send the contract this week? I am on holiday from Monday, so Friday would be best.\n\nBob',
  },
  {
    what: 'says so in German',
    subject: 'AW: Angebot',
    text: 'Hallo Frau Moreau,\n\ndas Angebot passt, bitte schicken Sie uns die Rechnung. Übrigens: ich bin ab Montag im Urlaub, Herr Weber übernimmt.\n\nViele Grüße\nBob',
  },
  {
    what: 'says so in Polish',
    subject: 'Odp: Oferta',
    text: 'Pani Alicjo,\n\noferta nam odpowiada, proszę o fakturę. Od poniedziałku jestem na urlopie, więc najlepiej w tym tygodniu.\n\nBob',
  },
  {
    what: 'answers an automatic answer',
    subject: 'Re: Automatic reply: Quote for the boats',
    text: 'Thanks, I will try again next week then.',
  },
  {
    what: 'asks about a bounce and quotes it',
    subject: 'Fwd: Undeliverable: Quote for the boats',
    text: 'Alice, I got this when I answered you. Is your address right?\n\n> Delivery has failed to these recipients: alice@brightwater.example\n> 550 5.1.1 user unknown\n',
  },
  {
    what: 'answers from a ticket system',
    subject: 'Re: [Ticket #88123] Quote for the boats',
    text: 'Hi Alice,\n\nI looked into it: the invoice was sent to the old address. I have changed it, you should get a new one tomorrow.\n\nBob, Support',
  },
  {
    what: 'asks for leave',
    subject: 'Absence on Friday',
    text: 'Hi, I cannot come on Friday, the car is at the garage. Can we move our call to Monday?',
  },
  {
    what: 'writes that a colleague is away',
    subject: 'Re: Quote for the boats',
    text: 'Tom is out of the office until Thursday, but I can answer that: we need twelve, delivered in May.',
  },
  {
    what: 'answers in one line while away',
    subject: 'Re: Quote for the boats',
    text: "Yes please, go ahead. I'm travelling, so just send it to Tom.",
  },
  {
    what: 'says so in French',
    subject: 'RE: Offre',
    text: 'Bonjour Alice,\n\nvotre offre nous convient, pouvez-vous baisser le transport ? Je serai absent la semaine prochaine, donc plutôt avant vendredi.\n\nBob',
  },
];
