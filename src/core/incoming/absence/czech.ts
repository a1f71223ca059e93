import type { NoteWords } from './language';

/** Czech, with Slovak beside it: many words are shared. */
export const czech: NoteWords = {
  away: [
    '^(?:dovolena|nepritomnost) (?:do|od)\\b',
    '\\bnejsem (?:v|na|k|pritom)|\\bcerpam\\b|\\bjsem\\b.{0,40}\\b(?:na (?:dovolene|nemocenske|skoleni|sluzebni ceste|materske)|mimo|pryc)\\b|\\b(?:firma|kancelar|provozovna|spolecnost)\\b.{0,40}\\b(?:uzavren|zavren)\\w*|\\bpracuji (?:pouze|jen|na castecny)\\b',
    '\\bdnes (?:nepracuji|mam volno)\\b|\\bjsem\\b.{0,25}\\b(?:na (?:skoleni|konferenci|veletrhu|kurzu)|nemocn[yay]|u lekare)\\b',
    '\\b(?:nase|moje) (?:kancelar|firma|provozovna)\\b.{0,40}\\b(?:zavren|uzavren|uzavrena)\\w*\\b',
    '(?<!byl |byla )\\b(?:jsem|som|budu|budem|jsme|momentalne|aktualne|nyni|v soucasne dobe|v tuto chvili|nachazim se|do)\\b.{0,60}\\b(?:mimo (?:kancelar|firmu|dosah|kancelarie|pracoviste)|nepritom(?:en|na|ny|ni)|nepritomny|na (?:[\\w-]+ )?(?:dovolene|dovolenke|sluzebni ceste|sluzobnej ceste|skoleni|nemocenske|konferenci|materske|rodicovske)|nedostupn[yai]|v zahranici|nemocn[ya]|pracovne neschopn)',
    '\\b(?:nejsem|nebudu|nebudem|niesom|nie som)\\b.{0,30}\\b(?:v kancelari|v praci|k dispozici|k dispozicii|pritom(?:en|na)|dostupn[yai]|k zastizeni|na prijmu)',
    '\\b(?:cerpam|mam|cerpat)\\b.{0,30}\\b(?:dovolenou|volno|dovolenku)\\b',
    '\\b(?:nase|moje) kancelar\\b.{0,30}\\b(?:zavren|uzavren)|\\bcelozavodni dovolena\\b',
    '^(?:mimo kancelar|nepritom(?:en|na)|dovolena|na dovolene)\\b',
  ],
  busy: [
    '^(?=.*\\b(?:jsem|budu|mam|muj|moje|moji|jsme|nase|nas)\\b).*\\b(?:dovolen\\w+|nepritom\\w+|nemocensk\\w+|rodicovsk\\w+|matersk\\w+|sluzebni cest\\w+|k dispozici|volno|nedostupn\\w+)\\b(?! (?:kdykoliv))',
    '\\b(?:jsem|budu|jsme)\\b.{0,25}\\bna (?:veletrhu|konferenci|skoleni|seminari|jednani|kongresu|akci)\\b|\\bjsem u (?:klienta|zakaznika)\\b',
    '\\bmame (?:zavreno|zavrene)\\b|\\bbudeme mit zavreno\\b',
    '\\bnemam pristup\\b|\\bnemohu (?:cist|vyrizovat)\\b',
  ],
  back: [
    '\\b(?:znovu otevreme|otevirame)\\b',
    '\\b(?:vratim se|vracim se|vratim sa|zpet|znovu|opet|opat|navrat)\\b.{0,30}\\b(?:budu|budem|v kancelari|k dispozici|od|v|dne|dostupn\\w|na)\\b|\\b(?:budu|budem)\\b.{0,30}\\b(?:zpet|opet|znovu|zase|spat)\\b',
    '\\b(?:dovolene|dovolenou|nepritom\\w+|kancelar|kancelari|ceste|nedostupn\\w|skoleni|dovolenke|zavren\\w*|nemocenske|k dispozici|k zastizeni)\\b.{0,30}\\b(?:do|od|az)\\b',
    '\\baz do odvolani\\b|\\bdo odvolani\\b',
  ],
  later: [
    '\\bodpoved\\w*\\b.{0,30}\\b(?:trvat|dele|zpozd\\w*|pozdeji)\\b|\\bnectu\\b',
    '\\bodpovedi se (?:mohou|muze) zpozdit\\b|\\bse zpozdenim\\b',
    '\\bnevyrizuji\\b|\\b(?:odpovim|odepisu|ozvu se)\\b|\\bnebudu (?:vyrizovat|cist|odpovidat)\\b',
    '\\b(?:omezeny|omezene|nemam|nebudu mit|zadny|sporadicky|obmedzeny)\\b.{0,25}\\b(?:pristup|k e-?mailum|internet)',
    '\\b(?:odpovim|odpoviem|ozvu se|ozvem sa|budu reagovat|zareaguji|vyridim|odepisi)\\b',
    '\\b(?:zprav[ay]|e-?maily?|posta|mail)\\b.{0,25}\\b(?:nejsou|neni|nebude|nebudou|nie je|nie su)\\b.{0,20}\\b(?:preposil|preposlan|cten|presmerovan)|\\bnectu\\b',
    '\\bpo (?:mem |svem |mojom )?(?:navratu|navrate)\\b|\\bihned po\\b',
  ],
  turnTo: [
    '\\bspecha-li\\b|\\bpokud (?:to )?specha\\b|\\bagendu\\b.{0,20}\\b(?:prevzal|vyrizuje)',
    '\\bv (?:nalehav|urgentni|nutn|pripade (?:potreby|nutnosti|nalehav|urgentn)|neodkladn|dulezit|pilne|surn)\\w*\\b|\\b(?:nalehave|urgentni|nutne|neodkladne) (?:zalezitosti|pripady|veci)\\b',
    '\\b(?:behem|po dobu|v dobe|pocas|v) (?:me|moji|mojej|sve|teto) (?:nepritomnosti|doby|dovolene|dobe)\\b',
    '\\b(?:obratte|obracejte|obratit|kontaktujte|kontaktovat|volejte|piste|prosim|zavolejte)\\b.{0,40}\\b(?:se na|kolegu|kolegyni|pana|pani|na|sa na|meho|moji|kontaktujte|volejte|obratte)\\b|\\bkontaktujte\\b|\\bobratte se\\b|\\bzastupuje me\\b|\\bme zastupuje\\b',
  ],
  thanks: [
    '\\bdekuj[ie](?:me)? za (?:pochopeni|trpelivost)\\b',
    '\\b(?:dekuji|dekujeme|diky|dakujem|dakujeme)\\b.{0,12}\\bza\\b.{0,15}\\b(?:vasi|vas|tvuj|tvou|zpravu|e-?mail|mail|spravu|vasu)\\b',
    '\\b(?:obdrzel|obdrzela) jsem\\b|\\bvas e-?mail jsem\\b|\\bvase zprava\\b.{0,15}\\b(?:dorucena|prijata)',
  ],
  automatic: [
    '\\bautomatick[aeyou]+\\b.{0,15}\\b(?:odpoved|zprava|odpovedi|sprava|e-?mail)|\\bautomaticky (?:vy)?(?:generovan|vytvoren|odeslan)',
    '\\bneodpovidejte na\\b',
  ],
  gone: [
    '\\b(?:jiz|uz)\\b.{0,40}\\bnepracuj[ei]\\b|\\bnepracuj[ei] (?:u nas|ve|v)\\b|\\bzamestnan\\w* .{0,20}\\b(?:ukoncil|odesel)\\w*',
    '\\b(?:ve firme|u nas|zde|ve spolecnosti|v nasi firme)\\b.{0,15}\\bnepracuj|\\b(?:jiz|uz) (?:zde |ve firme |u nas |v nasi |ve spolecnosti |v )?.{0,25}\\b(?:nepracuj|nepusob|neni zamestnan|nejsem zamestnan|nie je zamestnan)|\\bnepracuj[ei]\\b.{0,12}\\b(?:jiz|uz|zde|u nas|ve|v)\\b|\\b(?:ukoncil|opustil)[ao]?\\b.{0,25}\\b(?:pracovni pomer|spolecnost|firmu|spolupraci)|\\bodesel\\b.{0,15}\\b(?:z|do duchodu)|\\bodesla\\b.{0,15}\\b(?:z|do duchodu)',
  ],
  unread: [
    '^(?:od ted|nova adresa|nove)[ :]{1,2}\\S+@\\S+$',
    '\\btato (?:e-?mailova )?(?:adresa|schranka)\\b.{0,40}\\b(?:neni|nebude|jiz|byla|uz)\\b',
    '\\b(?:schranka|adresa|ucet)\\b.{0,50}\\b(?:neni (?:jiz |uz )?(?:monitorovan|pouzivan|aktivni|sledovan|ctena)\\w*|jiz (?:neni|neexistuje)|zrusen[ay]|neaktivni|byla (?:zrusena|deaktivovana|ukoncena))',
  ],
  person: [
    '\\b(?:stihneme|muzeme|muzete|mohl|mohla|slo by|platí|plati|sejdeme)\\b.{0,60}\\?|\\b(?:souhlasim|souhlasime|potvrzuji|potvrzujeme|objednavam)\\w*\\b',
    '\\bbyla? jsem\\b|\\bjsem byla?\\b|\\bbola? som\\b',
    '\\bomlouvam se\\b.{0,12}\\bza (?:zpozd|pozd|prodl)',
    '\\b(?:prisla mi|mi prisla|dostala? jsem|obdrzela? jsem)\\b.{0,25}\\b(?:automatick|autoodpov)',
    '\\b(?:posl|zasl|rekn|sdel|potvrd|zavol)\\w* (?:mi|nam)\\b',
    '\\b(?:prevzala? jsem|jsem prevzala?)\\b',
  ],
  closing: [
    's (?:pozdravem|pratelskym pozdravem|uctou|pozdravom|pranim)',
    'pozdravem',
    'hezky den',
    'prijemny den',
    'preji (?:hezky|pekny|prijemny)',
    'zdravim',
    'dekuji(?: za pochopeni)?[,.!]?$',
  ],
  automaticSubject: [
    'automaticka (?:odpoved|zprava|sprava)',
    'odpoved automaticka',
    'autoodpoved',
    'oznameni o nepritomnosti',
  ],
  absentSubject: [
    'mimo (?:kancelar|kancelarie)',
    'nepritomnost(?: v (?:kancelari|praci))?',
    'nepritom(?:en|na)',
    '(?:jsem )?na dovolene',
    'dovolena',
    'dovolenka',
  ],
};
