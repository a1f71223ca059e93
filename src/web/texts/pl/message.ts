import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('pl');

export const message: Texts['message'] = {
  title: 'Wiadomość',
  loading: 'Wczytywanie wiadomości',
  states: {
    sending: 'Wysyłanie',
    'sent-reported': 'Wysłano (wg dodatku)',
    sent: 'Wysłano',
    'not-confirmed': 'Niepotwierdzone',
    undone: 'Cofnięto',
  },
  stateHelp: {
    sending: 'Outlook wysyła tę wiadomość; jej kopii jeszcze nie widać.',
    'sent-reported': 'Wysłanie zgłosił dodatek; kopii w Elementach wysłanych jeszcze nie widać.',
    sent: 'Potwierdzone kopią w Elementach wysłanych.',
    'not-confirmed':
      'W ciągu siedmiu dni nie pojawiła się kopia, pobranie ani odpowiedź: do tego czasu wiadomości nie ma na żadnej osi czasu.',
    undone: 'Zapis został cofnięty.',
  },
  kinds: {
    reply: 'Odpowiedź',
    new: 'Nowa wiadomość',
    'auto-reply': 'Odpowiedź automatyczna',
    'auto-generated': 'Wygenerowana',
    bounce: 'Nie dostarczono',
    receipt: 'Potwierdzenie',
    calendar: 'Kalendarz',
  },
  toPeople: (people) => `Do: ${people}`,
  inMarketing: 'W marketingu',
  morePeople: (n) =>
    plural(n, { one: '# inna osoba', few: '# inne osoby', many: '# innych osób', other: '# innej osoby' }),
  fromPerson: (person) => `Od: ${person}`,
  alsoOn: 'Także w rekordzie:',
  attachments: 'Załączniki',
  earlierNotShown: 'Wcześniejsze zdarzenia nie są pokazane.',
  whatHappened: 'Co się wydarzyło',
  whyNotAll: 'Dlaczego nie wszystko jest śledzone',
  trackingUnproven: 'Śledzenie: jeszcze niepotwierdzone',
  notTracked: 'Bez śledzenia',
  tracked: (image) => `Śledzenie: ${image ? 'obraz' : 'bez obrazu'}`,
  trackedLinks: (image, tracked, total) =>
    `Śledzenie: ${image ? 'obraz' : 'bez obrazu'} + ${tracked} z ${plural(total, { one: '# linku', few: '# linków', many: '# linków', other: '# linków' })}`,
  sameId: 'Ten sam identyfikator co inna wiadomość',
  sameIdHelp:
    'Inna wiadomość ma ten sam identyfikator Message-ID, ale pochodzi od kogoś innego lub z innego dnia. Jedna z nich nie jest tym, za co się podaje.',
  test: 'Test, nieliczony',
  testHelp: 'Test wysłany do siebie: to, co pobiera wiadomość, jest pokazane z oceną i nigdzie nieliczone.',
  noMachineSigns: 'Żadnych śladów automatu',
  opensHelp: 'Podglądu w okienku odczytu nie da się odróżnić od czytania, więc liczy się jako otwarcie.',
  opens: (n) => plural(n, { one: '# otwarcie', few: '# otwarcia', many: '# otwarć', other: '# otwarć' }),
  clicks: (n) =>
    plural(n, { one: '# kliknięcie', few: '# kliknięcia', many: '# kliknięć', other: '# kliknięć' }),
  replies: (n) =>
    plural(n, { one: '# odpowiedź', few: '# odpowiedzi', many: '# odpowiedzi', other: '# odpowiedzi' }),
  noReasonGiven: 'System pocztowy nie podał powodu.',
  delivery: {
    failed: (who) => `Nie dostarczono, adresat: ${who}`,
    delayed: (who) => `Opóźnienie, adresat: ${who}`,
    complaint: (who) => `Skarga, adresat: ${who}`,
  },
  beingCopied: 'trwa kopiowanie',
  notCopied: (why) => `Nie skopiowano: ${why}`,
  copyAgain: (file) => `Skopiuj ponownie: ${file}`,
  loadingText: 'Wczytywanie treści',
  picturesNotLoaded: (n) =>
    plural(n, {
      one: '# obraz nie został wczytany, aby nikt nie dowiedział się o czytaniu.',
      few: '# obrazy nie zostały wczytane, aby nikt nie dowiedział się o czytaniu.',
      many: '# obrazów nie zostało wczytanych, aby nikt nie dowiedział się o czytaniu.',
      other: '# obrazów nie zostało wczytanych, aby nikt nie dowiedział się o czytaniu.',
    }),
  showPictures: 'Pokaż obrazy',
  textOf: (subject) => `Treść „${subject}”`,
  quotedTextOf: (subject) => `Cytat w „${subject}”`,
  hideQuoted: 'Ukryj cytowany tekst',
  showQuoted: 'Pokaż cytowany tekst',
  mute: 'Bez powiadomień o tej wiadomości',
  whyNothing: 'Dlaczego nic nie widać?',
  looking: 'Sprawdzanie',
  privacyLinksOfRecipients: 'Linki prywatności adresatów',
  privacyLinks: 'Linki prywatności',
  privacyLinksAbout:
    'Kto otworzy swój link, zobaczy, co zawiera ta wiadomość i co zapisano pod jego nazwiskiem, oraz może sprzeciwić się śledzeniu. Każdy link należy przekazać tylko jego adresatowi.',
  loadingLinks: 'Wczytywanie linków',
  copyLinkOf: (address) => `Kopiuj link dla ${address}`,
};
