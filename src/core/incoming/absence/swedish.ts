import type { NoteWords } from './language';

/** Swedish, with Danish and Norwegian beside it: folded, many words are one. */
export const swedish: NoteWords = {
  away: [
    '\\b(?:jag har|har jag) semester\\b|\\bpa (?:tjansteresa|semester|kurs|konferens|resa)\\b.{0,20}\\b(?:och|till|fran|tom|under)\\b|\\b(?:kontoret|butiken|vi) (?:ar|har|haller) (?:stangt|semesterstangt)\\b|\\bidag ar jag\\b.{0,20}\\b(?:sjuk|ledig|borta)\\b|\\bjag ar\\b.{0,20}\\b(?:borta|sjuk|ledig|foraldraledig|pa resande fot)\\b|\\bjag (?:arbetar|jobbar) (?:deltid|bara|endast)\\b',
    '\\bjag ar\\b.{0,25}\\b(?:pa (?:utbildning|kurs|konferens|massa|mote)|sjuk|foraldraledig)\\b|\\bjag (?:vabbar|jobbar inte idag)\\b|\\bjag har (?:gatt pa semester|en ledig dag)\\b',
    '\\b(?:jag (?:ar|kommer(?: att vara)?|befinner mig|har)|ar jag|jeg (?:er|vil vaere|har|holder)|er jeg|vi (?:ar|har|er)|for narvarande|just nu|i ojeblikket|for tiden|for oyeblikket)\\b.{0,60}\\b(?:inte (?:pa (?:kontoret|plats|jobbet)|antraffbar|tillganglig|i tjanst)|(?:pa |har )?(?:semester|sommarsemester|tjansteresa|resande fot|kurs|konferens|ledig(?:het)?|foraldraledig(?:het)?|sjukskriven|tjanstledig)|franvarande|bortrest|foraldraledig|ledig|utomlands|stangt|sjuk(?:skriven)?|syk|syg|ikke (?:pa (?:kontoret|jobb|arbejde)|til stede|tilgjengelig|tilgaengelig|paa kontoret)|pa (?:ferie|orlov|tjenestereise|barsel|reise|forretningsrejse|kursus|kurs)|fravaerende|bortreist|ferie|permisjon|fri|bortrejst)',
    '\\b(?:vart|vara) kontor\\b.{0,30}\\b(?:stangt)|\\b(?:kontoret|vi)\\b.{0,20}\\b(?:ar|haller|er|holder)\\b.{0,15}\\b(?:stangt|lukket|stengt)',
    '^(?:franvarande|ej pa kontoret|pa semester|semester|ikke pa kontoret|pa ferie)\\b',
  ],
  busy: [
    '\\b(?:ar jag|jag ar|vi ar)\\b.{0,25}\\bpa (?:en )?(?:massa|konferens|kurs|utbildning|mote|seminarium|event)\\b|\\bjag ar hos (?:en )?kund\\b',
    '\\bhar vi stangt\\b|\\bvi har stangt\\b',
    '\\b(?:kan jag inte|jag kan inte)\\b.{0,15}\\b(?:lasa|kolla|svara)\\b|\\bingen tillgang\\b|\\bjag ar inte pa plats\\b',
  ],
  back: [
    '\\b(?:oppnar|har oppet) igen\\b|\\bkommer (?:ater|tillbaka)\\b',
    '\\b(?:tillbaka|ater|igen|tilbage|tilbake)\\b.{0,25}\\b(?:pa kontoret|den|pa plats|i tjanst|mandag|tisdag|onsdag|torsdag|fredag|\\d|pa jobb|igen)\\b|\\b(?:ar jag|jag ar|kommer jag|er jeg|jeg er)\\b.{0,30}\\b(?:tillbaka|ater|tilbage|tilbake)\\b',
    '\\b(?:semester|kontoret|franvarande|foraldraledig|ledig|ferie|bortrest|fravaerende|orlov|stangt|lukket|tjansteresa|permisjon|antraffbar|tillganglig)\\b.{0,30}\\b(?:till|fran|t\\.?o\\.?m|fram|til|fra|mellan|indtil|under)\\b|\\btill och med\\b|\\btil og med\\b',
    '\\b(?:tills vidare|indtil videre|inntil videre)\\b',
  ],
  later: [
    '\\bsvarar (?:langsammare|senare|imorgon|i morgon)\\b',
    '\\b(?:kan inte|laser inte|svarar inte)\\b.{0,20}\\b(?:mejl|mail|svara|min)\\w*|\\bsvarar (?:nar|pa|efter)\\b',
    '\\b(?:svarar|aterkommer|aterkopplar|besvarar)\\b.{0,30}\\b(?:imorgon|i morgon|pa (?:man|tis|ons|tors|fre)dag|nasta vecka|senare|igen)\\b|\\b(?:vi|jag) aterkommer\\b',
    '\\b(?:begransad|ingen|inte|sporadisk|begraenset|begrenset|ikke)\\b.{0,25}\\b(?:tillgang|atkomst|laser|lase|adgang|tilgang|laest|lest|kontrollerar|vidarebefordra\\w*|videresend\\w*)',
    '\\b(?:svarar|aterkommer|besvarar|kommer att (?:svara|besvara|lasa)|laser|vender tilbage|besvarer|svarer)\\b.{0,50}\\b(?:nar|da|sa (?:snart|fort)|efter|tillbaka|etter|hurtigst|snarest|tilbage)\\b|\\bsvarar pa\\b',
    '\\bunder (?:min|tiden|den har)\\b|\\b(?:efter|vid) (?:min )?(?:aterkomst|semester)',
  ],
  turnTo: [
    '\\bbrattom\\b|\\barenden\\b.{0,20}\\bskots\\b',
    '\\bskriv till\\b|\\bkontakta (?:i ?stallet|min|garna)\\b',
    '\\b(?:om det|vid) (?:ar )?brad(?:ttom|skar)\\b|\\bom det ar brattom\\b|\\bring (?:vaxeln|min|oss|var)\\b',
    '\\b(?:bradskande|akuta?|vid (?:fragor|akut|behov|bradskande)|om (?:det|ditt|ert|arendet).{0,30}(?:bradska\\w*|akut|viktigt)|hastesager|hastende|ved (?:behov|hastesaker|presserende)|haster|presserende)\\b',
    '\\bunder (?:min|den har|denna|tiden)\\b.{0,10}\\b(?:franvaro|period|semester|tid|fravaer)\\b|\\bi mitt fravaer\\b|\\bi min franvaro\\b',
    '\\b(?:kontakta|kontakt|vanligen|vand (?:dig|er)|ring|maila|mejla|hor av|hanvisar|venligst|vennligst|kan (?:du|ni|man))\\b.{0,40}\\b(?:kontakta|kontakte|min|mina|kollega|vand|ring|mejla|maila|till|i stallet|istallet|pa|kontakt|\\w+@)|\\bkontakta\\b',
  ],
  thanks: [
    '\\btack for (?:din|er|ert) (?:forstaelse|talamod)\\b',
    '\\b(?:tack|tak|takk)\\b.{0,5}\\b(?:for|foer)\\b.{0,12}\\b(?:ditt|ert|din|er|mejl\\w*|mail\\w*|e-?post\\w*|meddelande|henvendelse|att du)\\b',
    '\\bjag har (?:mottagit|fatt) ditt\\b',
  ],
  automatic: [
    '\\bautomatisk(?:t|a|e)?\\b.{0,15}\\b(?:svar|meddelande|genererat|e-?post|svarsmeddelande|besked|melding|mail|generer\\w+)\\b|\\bautosvar\\b|\\bfranvaromeddelande\\b',
    '\\bsvara inte pa det(?:ta)?\\b|\\bdet gar inte att svara\\b',
  ],
  gone: [
    '\\b(?:arbetar|jobbar|ar|arbejder|jobber|er)\\b.{0,12}\\b(?:inte langre|ej langre|inte kvar|ikke laengere|ikke lenger)\\b|\\bhar (?:slutat|lamnat|sluttet|avsluttet|forlatt|fratradt)\\b|\\bhar gatt (?:i pension|vidare)|\\bslutade\\b.{0,15}\\b(?:pa|hos|sin)\\b',
  ],
  unread: [
    '\\b(?:mejl|mail|e-?post)?(?:adress|brevlada|inkorg|konto)\\w*\\b.{0,30}\\b(?:anvands|lases|bevakas|galler|ar)\\b.{0,12}\\b(?:inte|ej|stangd|borttagen)\\b',
    '\\b(?:brevlada|brevladan|e-?postadress\\w*|adress\\w*|konto\\w*|postkasse\\w*|inkorg\\w*|postboks\\w*)\\b.{0,40}\\b(?:inte|ej|ikke)\\b.{0,12}\\b(?:langre|lases|anvands|bevakas|aktiv|laengere|lenger|laeses|overvaakes|i bruk|overvages)',
  ],
  person: [
    '\\b(?:hinner|kan|ska|gar det|funkar|passar)\\b.{0,60}\\?|\\b(?:godkanner|bekraftar|accepterar|vi tar)\\b',
    '\\bjag (?:var|har varit)\\b|\\bjeg (?:var|har vaeret|har vart)\\b',
    '\\b(?:ursakta|forlat|beklagar|beklager|undskyld)\\b.{0,20}\\b(?:drojt|sena?|sent|tog)',
    '\\bjag (?:fick|har fatt)\\b.{0,20}\\b(?:autosvar|automatiskt)',
    '\\b(?:skicka|ring|ge|sag|mejla|maila) (?:mig|oss|ritning\\w*|over)\\b',
    '\\bjag har tagit over\\b|\\bjag tar over\\b',
  ],
  closing: [
    '(?:med )?(?:vanliga|basta|hjartliga|varma|venlig|venlige|vennlig|beste) halsning(?:ar)?',
    '(?:med )?(?:venlig|venlige|vennlig|beste|bedste) hils(?:en|ner|ninger)',
    'halsningar',
    'hilsen',
    'mvh',
    'vanligen',
    'ha en (?:bra|trevlig|fin)',
  ],
  automaticSubject: [
    'autosvar',
    'automatisk(?:t)? svar',
    'automatisk(?:t)? meddelande',
    'franvaro(?:meddelande|anmalan|besked)',
    'fravaers(?:besked|melding|assistent)',
    'fravaer(?:sbesked|smelding|sassistent)',
  ],
  absentSubject: [
    'franvaro',
    'franvarande',
    '(?:jag ar )?(?:ej|inte) pa kontoret',
    '(?:jag ar )?pa semester',
    'semester',
    'fravaer',
    'ikke pa kontoret',
    'ikke til stede',
    '(?:jeg er )?pa ferie',
    'ferie',
  ],
};
