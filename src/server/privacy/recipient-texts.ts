import { acceptedLanguages, LANGUAGES, pickLanguage as firstSpoken, type Language } from '../../core/texts';

/** Every word of the recipient's page. One catalogue per language; the others have the type of the first. */
export interface RecipientTexts {
  language: string;
  name: string;
  title: string;
  ask: {
    intro: string;
    label: string;
    button: string;
    sent: string;
    sentTitle: string;
    noTransport: string;
    bad: string;
    tooMany: string;
  };
  gone: string;
  goneTitle: string;
  noneKnown: (address: string) => string;
  choose: (address: string) => string;
  ofMail: (company: string, subject: string, address: string, day: string) => string;
  ofAddress: (company: string, address: string) => string;
  mail: {
    heading: string;
    image: string;
    noImage: string;
    links: (tracked: number, total: number) => string;
    noLinks: string;
    kept: string;
    notKept: string;
  };
  all: {
    heading: string;
    mails: (mails: number, tracked: number) => string;
    record: string;
    noRecord: string;
  };
  recorded: {
    heading: string;
    none: string;
    more: string;
    open: string;
    click: string;
    reply: string;
    when: string;
    what: string;
    which: string;
  };
  basis: { heading: string; words: Record<string, string>; unknown: string };
  never: string;
  object: {
    heading: string;
    says: (company: string) => string;
    button: string;
    stands: (day: string) => string;
    back: string;
    withdraw: string;
  };
  rights: (company: string) => string;
  confirm: { subject: string; body: (link: string) => string };
}

const english: RecipientTexts = {
  language: 'en',
  name: 'English',
  title: 'What is tracked about you',
  ask: {
    intro:
      'Companies that send mail through this server can learn when their mail is opened and its links are followed. Name your mail address, and a message with a link to what is recorded about you, and to your right to object, is sent there.',
    label: 'Your mail address',
    button: 'Send me the link',
    sentTitle: 'Look into your mailbox',
    sent: 'If mail from here was ever sent to that address, a message with a link is on its way. It works for one day. If none comes, nothing is recorded under that address, or one was sent a few minutes ago.',
    noTransport:
      'This server cannot send such a message. Answer the mail that you got, and ask its sender for the link to this page, or say that you object: they can record both.',
    bad: 'This is not a mail address. Write it as name@example.com.',
    tooMany: 'Too many requests came from your network. Wait a minute and try again.',
  },
  goneTitle: 'This link leads to nothing (any more)',
  gone: 'The link is incomplete, its day is over, or what it was about has been erased. You can ask for a new one.',
  noneKnown: (address) => `Nothing is recorded under ${address}.`,
  choose: (address) => `Several companies wrote to ${address} through this server. Choose one:`,
  ofMail: (company, subject, address, day) =>
    `This page is about the mail “${subject}” that ${company} sent to ${address} on ${day}.`,
  ofAddress: (company, address) => `This page is about mail of ${company} to ${address}.`,
  mail: {
    heading: 'This mail',
    image:
      'It carries a small image. When a mail program loads it, the sender learns that the mail was opened.',
    noImage: 'It carries no image that tells when it is opened.',
    links: (tracked, total) =>
      `${tracked} of its ${total} links tell the sender that they were followed, and then lead to their target.`,
    noLinks: 'None of its links tells when it is followed.',
    kept: 'The sender keeps a copy of it, with its files.',
    notKept: 'Its text is not kept here.',
  },
  all: {
    heading: 'All mail',
    mails: (mails, tracked) => `Mails to you: ${mails}. Of these with tracking: ${tracked}.`,
    record: 'There is a record of you, with your name and address.',
    noRecord: 'There is no record of you beside the mail itself.',
  },
  recorded: {
    heading: 'What was recorded under your name',
    none: 'Nothing.',
    more: 'Older entries are not shown here.',
    open: 'Mail opened',
    click: 'Link followed',
    reply: 'Mail answered',
    when: 'When',
    what: 'What',
    which: 'Which mail',
  },
  basis: {
    heading: 'Legal basis',
    words: {
      'legitimate-interest': 'Legitimate interest. You may object.',
      'consent-given': 'You gave your consent. You may withdraw it.',
      'consent-withdrawn': 'You withdrew your consent: nothing is tracked.',
      contract: 'A contract with you.',
      'not-applicable': 'Recorded as not applicable.',
      none: 'None: what happens to the mail is not recorded under your name.',
    },
    unknown: 'None is recorded.',
  },
  never:
    'Your network address and the full name of your mail program are never kept with these entries: they are destroyed within a day.',
  object: {
    heading: 'Object to tracking',
    says: (company) =>
      `If you object, ${company} tracks no mail to you any more: new mail carries no image and no such links, and mail already sent falls silent. All links go on leading to their target.`,
    button: 'I object to tracking',
    stands: (day) => `You object to tracking since ${day}. Nothing is tracked.`,
    back: 'You can take your objection back.',
    withdraw: 'Take my objection back',
  },
  rights: (company) =>
    `For a copy of everything that is kept about you, for corrections, or to have it erased, answer any mail of ${company}.`,
  confirm: {
    subject: 'What is tracked about you: your link',
    body: (link) =>
      `Somebody, probably you, asked what is recorded about mail sent to this address.\n\nThis link shows it, and lets you object to tracking. It works for one day:\n\n${link}\n\nIf it was not you, ignore this message: nothing has changed.\n`,
  },
};

const german: RecipientTexts = {
  language: 'de',
  name: 'Deutsch',
  title: 'Was über Sie erfasst wird',
  ask: {
    intro:
      'Firmen, die über diesen Server Mail senden, können erfahren, wann ihre Mail geöffnet und ihren Links gefolgt wird. Nennen Sie Ihre Mailadresse: dorthin geht eine Nachricht mit einem Link zu dem, was über Sie erfasst ist, und zu Ihrem Widerspruchsrecht.',
    label: 'Ihre Mailadresse',
    button: 'Link senden',
    sentTitle: 'Sehen Sie in Ihr Postfach',
    sent: 'Falls von hier je Mail an diese Adresse ging, ist eine Nachricht mit einem Link unterwegs. Er gilt einen Tag. Kommt keine, so ist unter dieser Adresse nichts erfasst, oder vor wenigen Minuten wurde schon eine gesendet.',
    noTransport:
      'Dieser Server kann keine solche Nachricht senden. Antworten Sie auf die Mail, die Sie bekommen haben, und bitten Sie um den Link zu dieser Seite, oder sagen Sie, dass Sie widersprechen: der Absender kann beides erfassen.',
    bad: 'Das ist keine Mailadresse. Schreiben Sie sie als name@example.com.',
    tooMany: 'Aus Ihrem Netz kamen zu viele Anfragen. Warten Sie eine Minute und versuchen Sie es erneut.',
  },
  goneTitle: 'Dieser Link führt nirgendwohin',
  gone: 'Der Link ist unvollständig, sein Tag ist um, oder worum es ging, wurde gelöscht. Sie können einen neuen anfordern.',
  noneKnown: (address) => `Unter ${address} ist nichts erfasst.`,
  choose: (address) => `Mehrere Firmen haben ${address} über diesen Server geschrieben. Wählen Sie eine:`,
  ofMail: (company, subject, address, day) =>
    `Auf dieser Seite geht es um die Mail „${subject}“, die ${company} am ${day} an ${address} gesendet hat.`,
  ofAddress: (company, address) => `Auf dieser Seite geht es um Mail von ${company} an ${address}.`,
  mail: {
    heading: 'Diese Mail',
    image:
      'Sie trägt ein kleines Bild. Lädt ein Mailprogramm es, so erfährt der Absender, dass die Mail geöffnet wurde.',
    noImage: 'Sie trägt kein Bild, das verrät, wann sie geöffnet wird.',
    links: (tracked, total) =>
      `${tracked} von ${total} Links melden dem Absender, dass ihnen gefolgt wurde, und führen dann zu ihrem Ziel.`,
    noLinks: 'Keiner ihrer Links meldet, wann ihm gefolgt wird.',
    kept: 'Der Absender bewahrt eine Kopie mit ihren Dateien auf.',
    notKept: 'Ihr Text wird hier nicht aufbewahrt.',
  },
  all: {
    heading: 'Alle Mails',
    mails: (mails, tracked) => `Mails an Sie: ${mails}. Davon mit Erfassung: ${tracked}.`,
    record: 'Es gibt einen Datensatz mit Ihrem Namen und Ihrer Adresse.',
    noRecord: 'Außer der Mail selbst gibt es keinen Datensatz über Sie.',
  },
  recorded: {
    heading: 'Was unter Ihrem Namen erfasst wurde',
    none: 'Nichts.',
    more: 'Ältere Einträge stehen hier nicht.',
    open: 'Mail geöffnet',
    click: 'Link gefolgt',
    reply: 'Mail beantwortet',
    when: 'Wann',
    what: 'Was',
    which: 'Welche Mail',
  },
  basis: {
    heading: 'Rechtsgrundlage',
    words: {
      'legitimate-interest': 'Berechtigtes Interesse. Sie können widersprechen.',
      'consent-given': 'Sie haben eingewilligt. Sie können die Einwilligung widerrufen.',
      'consent-withdrawn': 'Sie haben die Einwilligung widerrufen: nichts wird erfasst.',
      contract: 'Ein Vertrag mit Ihnen.',
      'not-applicable': 'Als nicht zutreffend vermerkt.',
      none: 'Keine: was mit der Mail geschieht, wird nicht unter Ihrem Namen erfasst.',
    },
    unknown: 'Es ist keine vermerkt.',
  },
  never:
    'Ihre Netzadresse und der volle Name Ihres Mailprogramms stehen nie bei diesen Einträgen: sie werden binnen eines Tages vernichtet.',
  object: {
    heading: 'Der Erfassung widersprechen',
    says: (company) =>
      `Wenn Sie widersprechen, erfasst ${company} keine Mail an Sie mehr: neue Mail trägt weder Bild noch solche Links, und bereits gesendete verstummt. Alle Links führen weiter zu ihrem Ziel.`,
    button: 'Ich widerspreche der Erfassung',
    stands: (day) => `Sie widersprechen der Erfassung seit ${day}. Nichts wird erfasst.`,
    back: 'Sie können Ihren Widerspruch zurücknehmen.',
    withdraw: 'Widerspruch zurücknehmen',
  },
  rights: (company) =>
    `Für eine Kopie von allem, was über Sie aufbewahrt wird, für Berichtigungen oder die Löschung antworten Sie auf eine Mail von ${company}.`,
  confirm: {
    subject: 'Was über Sie erfasst wird: Ihr Link',
    body: (link) =>
      `Jemand, wahrscheinlich Sie, hat gefragt, was über Mail an diese Adresse erfasst ist.\n\nDieser Link zeigt es und lässt Sie der Erfassung widersprechen. Er gilt einen Tag:\n\n${link}\n\nWaren Sie es nicht, so beachten Sie diese Nachricht nicht weiter: nichts hat sich geändert.\n`,
  },
};

const polish: RecipientTexts = {
  language: 'pl',
  name: 'Polski',
  title: 'Co jest o Tobie rejestrowane',
  ask: {
    intro:
      'Firmy, które wysyłają pocztę przez ten serwer, mogą dowiedzieć się, kiedy ich wiadomość została otwarta i kiedy użyto jej odnośników. Podaj swój adres: wyślemy tam wiadomość z odnośnikiem do tego, co jest o Tobie zapisane, i do prawa sprzeciwu.',
    label: 'Twój adres e-mail',
    button: 'Wyślij mi odnośnik',
    sentTitle: 'Zajrzyj do skrzynki',
    sent: 'Jeśli na ten adres kiedykolwiek wysłano stąd pocztę, wiadomość z odnośnikiem jest w drodze. Działa on jeden dzień. Jeśli nie przyjdzie, pod tym adresem nic nie jest zapisane albo wysłano ją kilka minut temu.',
    noTransport:
      'Ten serwer nie może wysłać takiej wiadomości. Odpowiedz na otrzymaną wiadomość i poproś nadawcę o odnośnik do tej strony albo napisz, że wnosisz sprzeciw: nadawca może zapisać jedno i drugie.',
    bad: 'To nie jest adres e-mail. Napisz go w postaci nazwa@example.com.',
    tooMany: 'Z Twojej sieci przyszło zbyt wiele próśb. Odczekaj minutę i spróbuj ponownie.',
  },
  goneTitle: 'Ten odnośnik donikąd nie prowadzi',
  gone: 'Odnośnik jest niepełny, jego dzień minął albo to, czego dotyczył, zostało usunięte. Możesz poprosić o nowy.',
  noneKnown: (address) => `Pod adresem ${address} nic nie jest zapisane.`,
  choose: (address) => `Na adres ${address} pisało przez ten serwer kilka firm. Wybierz jedną:`,
  ofMail: (company, subject, address, day) =>
    `Ta strona dotyczy wiadomości „${subject}”, którą ${company} wysłała na adres ${address} dnia ${day}.`,
  ofAddress: (company, address) => `Ta strona dotyczy poczty firmy ${company} na adres ${address}.`,
  mail: {
    heading: 'Ta wiadomość',
    image:
      'Zawiera mały obrazek. Gdy program pocztowy go pobierze, nadawca dowiaduje się, że wiadomość otwarto.',
    noImage: 'Nie zawiera obrazka, który zdradza, kiedy ją otwarto.',
    links: (tracked, total) =>
      `Odnośniki, które powiadamiają nadawcę o użyciu, a potem prowadzą do celu: ${tracked} z ${total}.`,
    noLinks: 'Żaden odnośnik nie zdradza, kiedy go użyto.',
    kept: 'Nadawca przechowuje jej kopię wraz z plikami.',
    notKept: 'Jej treść nie jest tu przechowywana.',
  },
  all: {
    heading: 'Cała poczta',
    mails: (mails, tracked) => `Wiadomości do Ciebie: ${mails}. W tym ze śledzeniem: ${tracked}.`,
    record: 'Istnieje zapis z Twoim imieniem i nazwiskiem oraz adresem.',
    noRecord: 'Poza samą pocztą nie ma o Tobie zapisu.',
  },
  recorded: {
    heading: 'Co zapisano pod Twoim nazwiskiem',
    none: 'Nic.',
    more: 'Starsze wpisy nie są tu pokazane.',
    open: 'Otwarto wiadomość',
    click: 'Użyto odnośnika',
    reply: 'Odpowiedziano na wiadomość',
    when: 'Kiedy',
    what: 'Co',
    which: 'Która wiadomość',
  },
  basis: {
    heading: 'Podstawa prawna',
    words: {
      'legitimate-interest': 'Prawnie uzasadniony interes. Możesz wnieść sprzeciw.',
      'consent-given': 'Twoja zgoda. Możesz ją wycofać.',
      'consent-withdrawn': 'Zgoda została wycofana: nic nie jest śledzone.',
      contract: 'Umowa z Tobą.',
      'not-applicable': 'Zapisano: nie dotyczy.',
      none: 'Brak: to, co dzieje się z pocztą, nie jest zapisywane pod Twoim nazwiskiem.',
    },
    unknown: 'Żadnej nie zapisano.',
  },
  never:
    'Adres Twojej sieci i pełna nazwa programu pocztowego nigdy nie są zapisywane przy tych wpisach: są niszczone w ciągu doby.',
  object: {
    heading: 'Sprzeciw wobec śledzenia',
    says: (company) =>
      `Jeśli wniesiesz sprzeciw, ${company} nie będzie już śledzić poczty do Ciebie: nowa nie zawiera obrazka ani takich odnośników, a wysłana wcześniej milknie. Wszystkie odnośniki nadal prowadzą do celu.`,
    button: 'Wnoszę sprzeciw wobec śledzenia',
    stands: (day) => `Sprzeciw obowiązuje od ${day}. Nic nie jest śledzone.`,
    back: 'Możesz wycofać sprzeciw.',
    withdraw: 'Wycofuję sprzeciw',
  },
  rights: (company) =>
    `Aby otrzymać kopię wszystkiego, co jest o Tobie przechowywane, sprostować to lub usunąć, odpowiedz na dowolną wiadomość firmy ${company}.`,
  confirm: {
    subject: 'Co jest o Tobie rejestrowane: Twój odnośnik',
    body: (link) =>
      `Ktoś, zapewne Ty, zapytał, co jest zapisane o poczcie na ten adres.\n\nTen odnośnik to pokazuje i pozwala wnieść sprzeciw wobec śledzenia. Działa jeden dzień:\n\n${link}\n\nJeśli to nie Ty, pomiń tę wiadomość: nic się nie zmieniło.\n`,
  },
};

export const RECIPIENT_LANGUAGES = LANGUAGES;
export type RecipientLanguage = Language;
export const RECIPIENT_TEXTS: Record<RecipientLanguage, RecipientTexts> = {
  en: english,
  pl: polish,
  de: german,
};

const isLanguage = (text: string): text is RecipientLanguage =>
  RECIPIENT_LANGUAGES.some((language) => language === text);

/** The language that was picked, else the first of Accept-Language (RFC 9110, 12.5.4) that there is, else English. */
export function pickLanguage(asked: string | undefined, accepted: string | undefined): RecipientLanguage {
  if (asked !== undefined && isLanguage(asked)) return asked;
  return firstSpoken(acceptedLanguages(accepted));
}
