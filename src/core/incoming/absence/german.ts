import type { NoteWords } from './language';

const FAR =
  '(?:nicht (?:im (?:buero|buro|hause?|dienst|office|einsatz)|am (?:arbeitsplatz|platz)|erreichbar|da|anwesend|verfuegbar|verfugbar|zu erreichen|im betrieb)|abwesend|ausser haus|ausserhaus|ausser dienst|unterwegs|verreist|(?:im|in) (?:[\\w-]+ )?(?:urlaub|ferien|elternzeit|mutterschutz|krankenstand|reha)|auf (?:einer |einem )?(?:[\\w-]+ )?(?:dienst|geschafts|geschaefts)?reisen?|auf (?:fortbildung|schulung|messe|einer (?:messe|tagung|konferenz))|krank(?:geschrieben|heitsbedingt)?|beurlaubt|out of office)';

export const german: NoteWords = {
  away: [
    '\\b(?:habe ich|ich habe)\\b.{0,20}\\bfrei\\b|\\b(?:arbeite ich|ich arbeite)\\b.{0,30}\\b(?:nicht|nur|teilzeit)\\b',
    '\\b(?:bin|befinde)\\b.{0,30}\\b(?:auf (?:einer |einem |der )?(?:fortbildung|weiterbildung|schulung|seminar|lehrgang|messe|tagung|konferenz|kongress)|in (?:einer )?(?:schulung|weiterbildung|besprechung))\\b',
    '\\bnicht (?:personlich|persoenlich|telefonisch|immer|sofort|durchgehend|durchgangig)\\b.{0,20}\\b(?:zu erreichen|erreichbar)\\b',
    '\\b(?:unser|das) (?:buero|buro|geschaft|unternehmen)\\b.{0,30}\\bschliesst\\b|\\bwir schliessen\\b',
    `\\b(?:ich bin|bin ich|wir sind|sind wir|ich werde|werde ich|ich befinde mich|befinde ich mich|befinde mich|bin)\\b.{0,90}\\b${FAR}\\b`,
    '\\b(?:unser|mein|unsere|das|die) (?:buero|buro|geschaftsstelle|praxis|firma|betrieb|sekretariat|kanzlei)\\b.{0,70}\\bgeschlossen\\b|\\b(?:wir haben|haben wir)\\b.{0,60}\\b(?:betriebsferien|geschlossen)',
    '^(?:derzeit |zurzeit |zur zeit |aktuell |momentan )?(?:abwesend|nicht im (?:buero|buro|haus)|im urlaub|ausser haus)\\b',
    '\\b(?:derzeit|zurzeit|zur zeit|aktuell|momentan)\\b.{0,40}\\b(?:abwesend|nicht im (?:buero|buro|haus)|im urlaub|ausser haus|nicht erreichbar)\\b',
    '\\bich habe\\b.{0,40}\\burlaub\\b|\\b(?:geniesse|mache) ich?\\b.{0,30}\\burlaub\\b',
  ],
  back: [
    '\\b(?:offnen|oeffnen|eroffnen) wir wieder\\b|\\bwieder geoffnet\\b',
    '\\bwieder\\b.{0,40}\\b(?:erreichbar|im (?:buero|buro|haus|dienst)|da|anwesend|fuer sie|fur sie|verfuegbar|verfugbar|zuruck|zurueck|zu erreichen|persoenlich|personlich)\\b|\\b(?:erreichen|erreichbar)\\b.{0,30}\\bwieder\\b',
    '\\b(?:zuruck|zurueck)\\b.{0,12}\\b(?:bin|kehre|sein|im|am|ab)\\b|\\bbin\\b.{0,40}\\b(?:zuruck|zurueck)\\b|\\bkehre\\b.{0,40}\\b(?:zuruck|zurueck)\\b',
    '\\b(?:ich bin|bin ich|urlaub|abwesend|buero|buro|haus|ferien|geschlossen|abwesenheit|erreichbar)\\b.{0,30}\\b(?:bis|vom|von|ab)\\b',
    '\\bbis auf weiteres\\b',
  ],
  later: [
    '\\b(?:melde|antworte|beantworte|bearbeite|beantworten|bearbeiten|kummern|kuemmern)\\b.{0,60}\\b(?:morgen|am (?:mon|diens|mitt|donners|frei)\\w+|nachste woche|spater|erst)\\b|\\b(?:morgen|erst|am (?:mon|diens|mitt|donners|frei)\\w+)\\b.{0,30}\\b(?:beantworten|bearbeiten|antworten|lesen|melden)\\b|\\bwerde (?:mich|ihre|ihnen|diese|sie)\\b.{0,60}\\b(?:kummern|kuemmern|beantworten|bearbeiten|antworten|melden)\\b',
    '\\b(?:keinen|nur (?:eingeschrankt|eingeschraenkt|sporadisch|begrenzt|unregelmassig|unregelmaessig|gelegentlich|bedingt)|eingeschrankt\\w*|eingeschraenkt\\w*|kein|begrenzten|sporadisch\\w*)\\b.{0,30}\\b(?:zugriff|zugang|abrufen|lesen|erreichbar|e-?mails?)\\b',
    '\\b(?:nicht|weder|automatisch)\\b.{0,30}\\b(?:weitergeleitet|gelesen|bearbeitet|beantwortet|abgerufen|geloscht|geloescht|umgeleitet)\\b',
    '\\b(?:melde|antworte|beantworte|bearbeite|kummere|kuemmere|werde ich|ich werde)\\b.{0,80}\\b(?:zuruck|zurueck|ruckkehr|rueckkehr|danach|schnellstmoglich|schnellstmoeglich|umgehend|so bald wie|sobald|anschliessend|dann|beantworten|bearbeiten|antworten|melden)\\b',
    '\\bnach meiner (?:ruckkehr|rueckkehr)\\b',
    '\\bverzogerung|\\bverzoegerung',
  ],
  turnTo: [
    '\\b(?:dringend|eilig|wichtig|akut|notfall|unaufschiebbar)\\w*\\b.{0,50}\\b(?:fallen|faellen|angelegenheit\\w*|anliegen|anfragen|fragen|wenden|kontakt\\w*|themen|notfall\\w*|sachen)\\b|\\bin (?:dringenden|eiligen) fallen\\b|\\bin dringenden faellen\\b|\\bim notfall\\b|\\bwenn es (?:dringend|eilig)',
    '\\b(?:in|wahrend|waehrend) (?:meiner|dieser|unserer|der) (?:abwesenheit|zeit|elternzeit)\\b',
    '\\bwenden sie sich\\b|\\bwende(?:t)? (?:dich|euch)\\b|\\bkontaktieren sie\\b|\\bkontaktiere\\b|\\bsteht ihnen\\b|\\bstehen ihnen\\b|\\bhilft ihnen\\b|\\bhelfen ihnen\\b|\\bvertritt mich\\b|\\bwerde ich\\b.{0,30}\\bvertreten\\b|\\bmeine vertretung\\b|\\bvertretung\\b.{0,20}\\b(?:ubernimmt|uebernimmt|hat|durch)\\b|\\berreichen sie\\b|\\b(?:schreiben|rufen|richten|senden|schicken) sie\\b',
    '\\bansprechpartner',
  ],
  thanks: [
    '\\b(?:geduld|verstandnis|verstaendnis)\\b.{0,20}$|\\bum (?:etwas |ihr |ihre )?(?:geduld|verstandnis|verstaendnis)\\b',
    '\\b(?:vielen|herzlichen|besten) dank (?:fuer|fur)\\b.{0,25}\\b(?:nachricht|mail|e-?mail|schreiben|anfrage|mitteilung|interesse)|\\bdanke (?:fuer|fur)\\b.{0,20}\\b(?:nachricht|mail|e-?mail|schreiben|anfrage)',
    '\\b(?:ihre|deine|eure) (?:nachricht|e-?mail|mail)\\b.{0,25}\\b(?:erhalten|eingegangen)',
  ],
  automatic: [
    '\\bautomatisch(?:e|en|er)? (?:erzeugt|generiert|erstellt|antwort|abwesenheits|nachricht|e-?mail|versendet|versandt)',
    '\\bautomatisch\\b.{0,25}\\b(?:erzeugte|generierte|erstellte|versendete)',
    '\\babwesenheits(?:notiz|nachricht|meldung|assistent)',
    '\\bantworten sie (?:bitte )?nicht auf diese',
  ],
  gone: [
    '\\bnicht (?:mehr|langer|laenger)\\b.{0,40}\\b(?:fur|fuer|bei|im unternehmen|in (?:unserem|der|unserer)|tatig|taetig|beschaftigt|beschaeftigt|mitarbeiter\\w*|arbeite[nt]?|aktiv|besetzt|gelesen|verwendet|genutzt|abgerufen|betreut|gultig|gueltig)\\b|\\barbeite[nt]?\\b.{0,30}\\bnicht mehr\\b|\\bist nicht mehr\\b',
    '\\b(?:hat|habe) (?:das|unser|die|unsere) (?:unternehmen|haus|firma|betrieb)\\b.{0,30}\\bverlassen\\b|\\baus (?:dem|unserem) (?:unternehmen|haus|betrieb)\\b.{0,20}\\bausgeschieden\\b|\\bist\\b.{0,40}\\bausgeschieden\\b',
    '\\bim (?:wohlverdienten )?ruhestand\\b|\\bin (?:rente|pension)\\b|\\bletzter arbeitstag\\b',
  ],
  unread: [
    '\\b(?:postfach|mailbox|e-?mail-?adresse|adresse|e-?mail-?konto)\\b.{0,40}\\b(?:nicht mehr|deaktiviert|stillgelegt|geschlossen|abgeschaltet|nicht (?:gelesen|uberwacht|ueberwacht|aktiv|betreut))\\b',
    '\\bneue(?:n)? (?:e-?mail-?)?adresse lautet\\b',
  ],
  person: [
    '\\bich war\\b|\\bich bin .{0,30}\\bgewesen\\b',
    '\\b(?:entschuldig|sorry|verzeih)\\w*\\b.{0,30}\\b(?:spat|spaet|verspat|verzoger)',
    '\\b(?:habe|bekam|erhielt|kam)\\b.{0,40}\\b(?:abwesenheits|automatische antwort|auto-?reply|unzustellbar)',
    '\\b(?:schick|send|nenn|gib|geb|ruf|sag|teil)\\w* (?:sie |ihr )?(?:mir|uns|mich)\\b|\\bmir bitte\\b',
    '\\bich habe .{0,40}\\bubernommen\\b|\\bich ubernehme\\b|\\bich betreue\\b',
  ],
  closing: [
    'mit (?:freundlichen|besten|herzlichen|vielen|lieben|freundlichem) gru(?:ss|essen|ssen|ß)',
    'mit freundlichen gruessen',
    '(?:viele|freundliche|beste|herzliche|liebe|schone|schoene) gru(?:sse|esse)',
    '(?:freundlicher |lieber |besten )?gruss',
    'mfg',
    'vg[,.]?$',
    'lg[,.]?$',
    'hochachtungsvoll',
    'ihr team',
    'vielen dank(?: fur ihr verstandnis| fuer ihr verstaendnis)?[,.!]?$',
  ],
  automaticSubject: [
    'automatische (?:antwort|e-?mail-?antwort|abwesenheitsnotiz|ruckmeldung|rueckmeldung|nachricht)',
    'auto-?antwort',
    'abwesenheits(?:notiz|benachrichtigung|meldung|assistent|nachricht|mitteilung|info)',
    'automatisch generierte (?:antwort|nachricht)',
    'autoreply',
  ],
  absentSubject: [
    'abwesenheit',
    'abwesend',
    '(?:ich bin )?nicht im (?:buero|buro|haus)',
    '(?:ich bin )?im urlaub',
    'urlaub',
    'ausser haus',
    'elternzeit',
    'betriebsferien',
  ],
};
