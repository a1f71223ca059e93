import type { DeploymentCheck } from '../../api/checks';
import { pluralIn } from '../plural';
import type { CheckWords } from './en';

const plural = pluralIn('pl');

export const polishFindings: CheckWords = {
  well: ({ until, days }, day) => ({
    what:
      until === undefined || days === undefined
        ? 'Odpowiada prawidłowo.'
        : `Odpowiada prawidłowo. Certyfikat jest ważny do ${day(until)}.`,
  }),
  'name-unknown': ({ host }) => ({
    what: `Nazwa ${host} nie jest znana w Internecie.`,
    todo: 'Utwórz dla niej rekord DNS. Zanim poznają ją wszystkie sieci, może minąć do godziny.',
  }),
  'private-address': ({ host }) => ({
    what: `${host} prowadzi do adresu w sieci prywatnej, do którego nikt z zewnątrz nie dotrze.`,
    todo: 'Wpisz w rekordzie DNS publiczny adres serwera lub serwera proxy przed nim.',
  }),
  refused: ({ host }) => ({
    what: `Pod adresem ${host} nic nie nasłuchuje.`,
    todo: 'Uruchom serwer lub serwer proxy przed nim i przepuść port 443 przez zaporę.',
  }),
  'no-answer': ({ host, code }) => ({
    what: `${host} nie odpowiada${code === undefined ? '' : ` (${code})`}.`,
    todo: 'Sprawdź drogę do niego: DNS, zaporę, serwer proxy. Serwer, który nie dociera do własnej nazwy publicznej, potrzebuje do niej trasy.',
  }),
  'certificate-invalid': ({ host, code }) => ({
    what: `Certyfikat ${host} jest nieprawidłowy${code === undefined ? '' : ` (${code})`}.`,
    todo: 'Zainstaluj certyfikat dla tej nazwy, wystawiony przez urząd zaufany na każdym urządzeniu, wraz z całym łańcuchem.',
  }),
  'certificate-ending': ({ until = '', days = 0 }, day) => ({
    what: `Odpowiada prawidłowo, ale certyfikat wygasa ${day(until)} (${plural(days, { one: 'został # dzień', few: 'zostały # dni', many: 'zostało # dni', other: 'zostało # dnia' })}).`,
    todo: 'Odnów go teraz: automatyczne odnawianie najprawdopodobniej się nie powiodło.',
  }),
  redirected: ({ path = '', location = '' }) => ({
    what: `${path} przekierowuje ${location === '' ? 'pod inny adres' : `do ${location}`}.`,
    todo: 'Udostępnij ten zasób dokładnie pod tym adresem: Outlook i programy pocztowe nie podążają tu za przekierowaniami. Usuń z serwera proxy strony logowania i przepisywanie adresów.',
  }),
  'wrong-status': ({ path = '', status = 0 }) => ({
    what: `Odpowiedź na ${path} to ${status}.`,
    todo:
      status >= 500
        ? 'Serwer proxy nie dociera do serwera albo serwer zgłasza błąd: zajrzyj do dziennika.'
        : 'Coś przed serwerem odrzuca żądanie: przepuść je z nazwą hosta i bez logowania.',
  }),
  'wrong-type': ({ path = '', contentType = '' }) => ({
    what: `${path} ma typ ${contentType === '' ? 'nieokreślony' : contentType}.`,
    todo: 'Odpowiada coś innego niż Mailtrail albo serwer proxy zmienia typ zawartości: odpowiedzi mają przechodzić bez zmian.',
  }),
  'not-ours': ({ host }) => ({
    what: `${host} odpowiada, ale nie z tego serwera lub nie pod tą nazwą.`,
    todo: 'Skieruj nazwę tutaj, przekazuj w serwerze proxy nagłówek Host i nie przechowuj odpowiedzi w pamięci podręcznej.',
  }),
  'other-account': ({ host }) => ({
    what: `Domena ${host} należy na tym serwerze do innej firmy.`,
    todo: 'Użyj innej nazwy. Jeśli to Twoja domena, skontaktuj się z operatorem serwera.',
  }),
  'not-stored': ({ path = '' }) => ({
    what: `${path} nie może być przechowywane, więc Outlook nie pokaże ikony.`,
    todo: 'Usuń „no-store” z nagłówka Cache-Control dodawanego przez serwer proxy.',
  }),
  'other-content': ({ path = '' }) => ({
    what: `${path} zawiera coś innego, niż udostępnia ten serwer.`,
    todo: 'Starsza kopia pochodzi z pamięci podręcznej lub z innego węzła: wyczyść pamięć podręczną i zaktualizuj wszystkie węzły.',
  }),
  'cross-origin-refused': ({ path = '' }) => ({
    what: `${path} nie dopuszcza żądań ze środowiska Outlooka.`,
    todo: 'Przepuść przez serwer proxy żądania OPTIONS i nagłówki Access-Control: klasyczny Outlook najpierw o nie pyta.',
  }),
  'not-built': () => ({
    what: 'Pliki dodatku nie zostały zbudowane.',
    todo: 'Uruchom na serwerze polecenie npm run build i uruchom serwer ponownie.',
  }),
};

export const polishChecks: Record<DeploymentCheck, string> = {
  address: 'Adres i certyfikat',
  manifest: 'Manifest',
  icons: 'Ikony',
  pane: 'Okienko zadań',
  'launch-file': 'Plik uruchamiany przy wysyłaniu',
  'well-known': 'Zezwolenie dla klasycznego Outlooka',
  cors: 'Żądania z klasycznego Outlooka',
  notifications: 'Powiadomienia od firmy Microsoft',
  tracking: 'Domena śledzenia',
};
