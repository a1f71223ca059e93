import { pluralIn } from '../../../../core/texts';
import type { read as english } from '../en/read';

const plural = pluralIn('pl');

export const read: typeof english = {
  read: {
    contacts: 'Kontakty',
    nobody: 'Nikt w tej wiadomości nie jest jeszcze kontaktem.',
    create: (who) => `Dodaj do kontaktów: ${who}`,
    created: (who) => `Dodano do kontaktów: ${who}.`,
    conversation: 'Śledzone i zapisane w tej konwersacji',
    nothingKnown:
      'Mailtrail nie zna tej konwersacji. Tutaj pojawia się poczta wysłana z włączonym śledzeniem lub zapisem.',
    timeline: 'Oś czasu',
    showTimeline: (who) => `Pokaż oś czasu: ${who}`,
    hideTimeline: 'Ukryj oś czasu',
    emptyTimeline: 'Na tej osi czasu jeszcze nic nie ma.',
    lastActivity: (when) => `Ostatnia aktywność: ${when}`,
    never: 'Brak aktywności',
    showDetails: 'Szczegóły',
    hideDetails: 'Mniej szczegółów',
    addresses: 'Adresy',
    phone: 'Telefon',
    owner: 'Właściciel',
    objected: (when) => `Sprzeciw wobec śledzenia: ${when}`,
    withdrawn: 'Wycofana zgoda',
    noLinks: 'Bez śledzenia linków',
    departed: 'Już nie pracuje w firmie',
    erasing: 'W trakcie usuwania',
    earlier: 'Pokaż wcześniejsze',
    name: 'Imię i nazwisko',
    company: 'Firma',
    kept: (n) =>
      plural(n, {
        one: '# zachowana wiadomość trafi do rekordu.',
        few: '# zachowane wiadomości trafią do rekordu.',
        many: '# zachowanych wiadomości trafi do rekordu.',
        other: '# zachowanej wiadomości trafi do rekordu.',
      }),
    make: 'Utwórz kontakt',
    cancel: 'Anuluj',
  },
  basis: {
    label: 'Podstawa prawna śledzenia',
    names: {
      'legitimate-interest': 'Prawnie uzasadniony interes',
      'consent-given': 'Zgoda',
      'consent-withdrawn': 'Zgoda wycofana',
      contract: 'Umowa',
      'not-applicable': 'Nie dotyczy',
      none: 'Brak',
    },
    source: 'Ustawiono w programie Outlook',
    kept: 'Zapisano.',
    undo: 'Cofnij',
  },
  hits: {
    show: 'Pobrania i kliknięcia po kolei',
    hide: 'Ukryj pobrania i kliknięcia',
    title: 'Pobrania i kliknięcia',
    none: 'Nic jeszcze nie pobrało obrazu ani nie otworzyło linku.',
    possiblyForwarded:
      'Być może przekazano ją dalej: otwarto ją w różnych programach w niepowiązanych sieciach. Równie dobrze może to być jedna osoba w dwóch miejscach.',
    olderKept: 'Starsze są przechowywane, ale nie są tu pokazane.',
    you: 'Ty',
    colleague: 'Osoba z firmy',
    why: 'Dlaczego',
    whatWasIt: 'Co to było?',
    saidSo: (who, when) => `Tak oceniono: ${who}, ${when}`,
    verdicts: {
      person: 'Człowiek',
      machine: 'Automat',
      self: 'Nieliczone',
      unsure: 'Niepewne',
      waiting: 'W trakcie oceny',
    },
  },
  log: {
    title: 'W kartotece',
    button: 'Zapisz tę wiadomość',
    again: 'Zapisz ponownie',
    records: 'Na kartach kontaktów',
    files: 'Razem z plikami',
    loggedOn: (names) => `Zapisano na karcie: ${names.join(', ')}.`,
    onNobody: 'Zapisano, ale jeszcze na niczyjej karcie: wiadomość czeka w widoku „Bez kontaktu”.',
    nobody:
      'Nikt w tej wiadomości nie jest jeszcze kontaktem. Zapisana mimo to, czeka w widoku „Bez kontaktu”.',
    undo: 'Cofnij zapis',
    undone: 'Zapis tej wiadomości cofnięto: jej treści i plików nie ma w Mailtrail.',
    moveFrom: (who) => `Przenieś z karty: ${who} …`,
    moveBack: 'Przenieś z powrotem',
    waiting: 'Trwa zapisywanie…',
    waitsForPane: 'Wiadomość czeka na przekazanie przez program Outlook.',
    noMailbox: 'Połącz skrzynkę w widoku „Skrzynki” w Mailtrail, aby zapisywać pocztę stąd.',
    notHanded: {
      'not-found': 'Skrzynka nie przekazała tej wiadomości: już jej tam nie ma.',
      'too-large':
        'Wiadomość ma ponad 220 MB i nie można jej stąd przekazać. Aby ją zapisać, połącz skrzynkę za własną zgodą.',
      'not-allowed': 'Firma Microsoft nie zezwoliła temu okienku na odczyt poczty.',
      failed: 'Skrzynka nie odpowiedziała.',
    },
    refused: {
      private: 'Nie zapisano: wiadomość jest oznaczona jako prywatna.',
      encrypted: 'Nie zapisano: wiadomość jest zaszyfrowana.',
      'never-logged': 'Nie zapisano: ktoś w tej wiadomości jest na liście „Nigdy nie zapisuj”.',
      colleagues: 'Nie zapisano: w tej wiadomości są tylko osoby z firmy.',
      'sent-by-colleague':
        'Nie zapisano: wiadomość wysłała osoba z firmy i jest ona zapisywana z tamtej skrzynki.',
      scanning:
        'Jeszcze nie zapisano: Microsoft nadal skanuje pliki. Spróbuj ponownie za kilka minut lub zapisz ze wszystkimi plikami.',
      unavailable: 'Nie zapisano: Microsoft nie wydał tej wiadomości. Spróbuj ponownie później.',
      'not-found': 'Nie zapisano: wiadomości nie znaleziono w żadnej połączonej skrzynce.',
    },
  },
  message: {
    states: {
      sending: 'Wysyłanie',
      'sent-reported': 'Wysłano (zgłoszono)',
      sent: 'Wysłano',
      received: 'Odebrano',
      'not-confirmed': 'Niepotwierdzona',
      undone: 'Cofnięto zapis',
    },
    tracked: (image, links, total) => {
      const linkWords = plural(total, {
        one: `${links} z # linku`,
        few: `${links} z # linków`,
        many: `${links} z # linków`,
        other: `${links} z # linku`,
      });
      if (links === 0) return image ? 'Śledzenie: obraz' : 'Bez śledzenia';
      return image ? `Śledzenie: obraz + ${linkWords}` : `Śledzenie: ${linkWords}`;
    },
    trackingUnproven: 'Śledzenie: jeszcze niepotwierdzone',
    opens: (n) =>
      n === 0
        ? 'Brak otwarć'
        : plural(n, { one: '# otwarcie', few: '# otwarcia', many: '# otwarć', other: '# otwarcia' }),
    opensHint:
      'Ile razy wczytano obraz i uznano to za działanie człowieka. Liczy się też podgląd; brak otwarcia niczego nie dowodzi.',
    clicks: (n) =>
      n === 0
        ? 'Brak kliknięć'
        : plural(n, { one: '# kliknięcie', few: '# kliknięcia', many: '# kliknięć', other: '# kliknięcia' }),
    replies: (n) =>
      n === 0
        ? 'Brak odpowiedzi'
        : plural(n, { one: '# odpowiedź', few: '# odpowiedzi', many: '# odpowiedzi', other: '# odpowiedzi' }),
    noEvents: 'Jeszcze nic nie zauważono. Nie znaczy to, że wiadomości nie przeczytano.',
    delivery: { failed: 'Nie dostarczono', delayed: 'Opóźnienie', complaint: 'Skarga' },
    attachments: (n) =>
      plural(n, { one: '# załącznik', few: '# załączniki', many: '# załączników', other: '# załącznika' }),
    noSubject: '(brak tematu)',
  },
};
