import type { NoteWords } from './language';

const FAR =
  '(?:niet (?:op (?:kantoor|het werk|mijn werkplek)|aanwezig|bereikbaar|beschikbaar|werkzaam|in de gelegenheid|aan het werk|op de zaak)|afwezig|buiten kantoor|(?:met|op|aan het genieten van) (?:[\\w-]+ )?(?:vakantie|verlof|zwangerschapsverlof|ouderschapsverlof|zakenreis|ziekteverlof)|onderweg|op reis|in het buitenland|ziek|vrij)';

export const dutch: NoteWords = {
  away: [
    '^(?:vakantie|verlof|afwezig\\w*) (?:tot|van|t/m)\\b',
    '\\b(?:ik geniet|geniet ik)\\b.{0,30}\\b(?:vakantie|verlof|rust)\\b',
    '^wegens (?:ziekte|vakantie|verlof|omstandigheden|een vrije dag)\\b|\\bik werk (?:alleen|parttime|deeltijd|op (?:maandag|dinsdag|woensdag|donderdag|vrijdag))\\b|\\bkantoor\\b.{0,30}\\b(?:gesloten|dicht)\\b',
    '\\b(?:volg ik|ik volg)\\b.{0,20}\\b(?:training|cursus|opleiding)\\b',
    '\\b(?:slecht|moeilijk|beperkt|minder goed|niet altijd) bereikbaar\\b|\\b(?:heb ik|ik heb) (?:vandaag )?(?:een )?vrije dag\\b|\\bik werk (?:vandaag )?niet\\b(?! meer| langer)',
    '\\bons kantoor\\b.{0,30}\\b(?:sluit|dicht)\\b',
    `\\b(?:ik ben|ben ik|wij zijn|we zijn|zijn wij|ik zal|zal ik|momenteel|op dit moment|van)\\b.{0,70}\\b${FAR}\\b`,
    '\\b(?:ons|het|mijn) (?:kantoor|bedrijf)\\b.{0,40}\\bgesloten\\b|\\bwij zijn\\b.{0,30}\\bgesloten\\b',
    '^(?:afwezig|niet op kantoor|op vakantie|met vakantie)\\b',
    '\\bik heb\\b.{0,30}\\b(?:vakantie|verlof)\\b|\\bgeniet ik\\b.{0,30}\\b(?:vakantie|verlof)',
  ],
  busy: [
    '^(?=.*\\b(?:ik|mijn|wij|we|ons|onze)\\b).*\\b(?:vakantie|[\\w-]*verlof|afwezig\\w*|ziek|niet (?:aanwezig|bereikbaar|op kantoor)|(?:beperkt|slecht|moeilijk) (?:beschikbaar|bereikbaar)|zakenreis|vrije dag)\\b(?! (?:huis|park))',
    '\\b(?:ben ik|ik ben|zijn wij|wij zijn|we zijn)\\b.{0,30}\\b(?:op (?:een |de )?(?:beurs|congres|conferentie|training|cursus|seminar|studiedag)|bij (?:een )?klanten?|in vergadering)\\b',
    '\\bzijn (?:wij|we) (?:gesloten|dicht)\\b|\\b(?:wij|we) zijn (?:gesloten|dicht)\\b',
    '\\b(?:kan ik|ik kan)\\b.{0,20}\\b(?:mail|e-?mails?|berichten)\\b.{0,15}\\bniet\\b|\\bgeen toegang\\b|\\bwerk ik niet\\b|\\bik werk niet\\b(?! meer| langer)',
  ],
  back: [
    '\\bwij zijn (?:er )?weer\\b|\\b(?:heropenen|weer open)\\b',
    '\\b(?:terug|weer)\\b.{0,25}\\b(?:op kantoor|aanwezig|bereikbaar|beschikbaar|ben|aan het werk|vanaf|op)\\b|\\b(?:ben ik|ik ben|bereikbaar|aanwezig)\\b.{0,30}\\b(?:weer|terug)\\b|\\bkeer\\b.{0,20}\\bterug\\b',
    '\\b(?:kantoor|afwezig|vakantie|verlof|bereikbaar|gesloten|aanwezig|vrij|beschikbaar)\\b.{0,30}\\b(?:tot|vanaf|van|t/m)\\b|\\btot en met\\b|\\bt/m\\b',
    '\\btot nader (?:order|bericht)\\b',
  ],
  later: [
    '\\b(?:antwoord|reactie)s?\\b.{0,40}\\b(?:duren|langer|vertraging|later)\\b|\\blees (?:ik )?geen\\b',
    '\\breageer ik (?:later|trager)\\b|\\blees ik uw\\b|\\blater dan (?:u|je) (?:gewend|van)\\b',
    '\\b(?:beantwoord|lees|behandel|reageer) ik\\b|\\bik (?:beantwoord|lees|behandel|reageer)\\b|\\bniet (?:doorgestuurd|gelezen)\\b',
    '\\b(?:reageer|antwoord|beantwoord|lees|reageren|antwoorden)\\b.{0,30}\\b(?:morgen|maandag|dinsdag|woensdag|donderdag|vrijdag|volgende week|later)\\b',
    '\\b(?:beperkt\\w*|geen|weinig|niet)\\b.{0,20}\\b(?:toegang|bereikbaar|mijn (?:mail|e-?mail|berichten)|gelezen|doorgestuurd|beantwoord)',
    '\\b(?:beantwoord|reageer|antwoord|neem ik|zal ik|lees|beantwoorden|reageren)\\b.{0,60}\\b(?:terug\\w*|terugkomst|zo snel mogelijk|zo spoedig mogelijk|daarna|dan|beantwoorden|reageren|na)\\b',
    '\\bna mijn (?:terugkomst|terugkeer|vakantie|verlof)\\b|\\bbij (?:mijn )?terugkomst\\b',
  ],
  turnTo: [
    '\\bspoed\\b|\\bdossiers\\b.{0,30}\\b(?:behandeld|overgenomen|waargenomen)\\b',
    '\\bneem(?:t)?\\b.{0,60}\\b(?:waar|over)\\b|\\b(?:mail|stuur)\\b.{0,30}\\bnaar\\b|\\bkunt u terecht\\b',
    '\\b(?:dringende|spoedeisende|urgente|bij (?:spoed|dringende|urgente)|in geval van (?:nood|spoed)|voor (?:dringende|urgente|spoedeisende|vragen)|mocht|is (?:het|uw) .{0,20}(?:dringend|urgent|spoed)|heeft u (?:dringend|direct|vragen|een)|spoedgevallen|noodgevallen|als het (?:dringend|urgent))\\b',
    '\\b(?:tijdens|gedurende|in) (?:mijn|deze|die) (?:afwezigheid|vakantie|verlof|periode)\\b',
    '\\b(?:neem(?:t u)?|kunt u|kan je|kun je|gelieve|u kunt|je kan|verzoek ik u)\\b.{0,60}\\b(?:contact|terecht|wenden|bellen|mailen|contacteren|bereiken|richten|e-?mail|sturen)\\b|\\bcontacteer\\b|\\bneemt mijn (?:taken|werkzaamheden)\\b|\\bvervangt mij\\b',
  ],
  thanks: [
    '\\b(?:dank|bedankt) voor (?:uw|je|het) (?:begrip|geduld)\\b|\\bexcuses voor het ongemak\\b',
    '\\b(?:hartelijk |hartelijke |veel )?(?:dank|bedankt)\\b.{0,5}\\bvoor\\b.{0,10}\\b(?:uw|je|jouw|het|de)\\b',
    '\\b(?:uw|je) (?:bericht|e-?mail|mail)\\b.{0,20}\\b(?:ontvangen)|\\bik heb (?:uw|je) (?:bericht|e-?mail|mail)\\b.{0,12}\\bontvangen',
  ],
  automatic: [
    '\\bautomatisch(?:e)?\\b.{0,20}\\b(?:antwoord|bericht|gegenereerd|reactie|e-?mail|verzonden|aangemaakt|beantwoording)',
    '\\bafwezigheids(?:bericht|assistent|melding)\\b|\\bniet (?:te )?(?:be)?antwoorden op d(?:eze|it)',
  ],
  gone: [
    '\\bniet (?:meer|langer)\\b.{0,15}\\b(?:werkzaam|in dienst|bij|werk\\w*|actief|verbonden|in gebruik|gelezen|gebruikt|beheerd)\\b|\\bwerk(?:t)?\\b.{0,12}\\bniet meer\\b|\\b(?:heeft|heb)\\b.{0,30}\\bverlaten\\b|\\buit dienst\\b',
    '\\bmet pensioen\\b',
  ],
  unread: [
    '^(?:voortaan|vanaf nu|nieuw adres)[ :]{1,2}\\S+@\\S+$',
    '\\b(?:mailbox|postbus|e-?mailadres|mailadres|adres|account)\\b.{0,40}\\b(?:niet (?:meer|langer|gelezen|actief|gemonitord|in gebruik|beheerd)|gesloten|opgeheven|vervallen)',
  ],
  person: [
    '\\b(?:kan|kunnen|kun|kunt|lukt|zullen|schikt|past)\\b.{0,60}\\?|\\b(?:akkoord|gaan akkoord|bevestig|bestel)\\b',
    '\\bik was\\b|\\bik ben .{0,25}\\bgeweest\\b',
    '\\b(?:excuses|sorry)\\b.{0,15}\\bvoor (?:de|mijn) (?:late|trage|vertraagde)',
    '\\bik (?:kreeg|heb|ontving)\\b.{0,30}\\b(?:automatisch antwoord|afwezigheids)',
    '\\b(?:stuur|geef|bel|zeg|mail|laat) (?:u |je )?(?:mij|me|ons)\\b',
    '\\bik heb .{0,30}\\bovergenomen\\b|\\bik neem .{0,20}\\bover\\b(?! mijn)',
  ],
  closing: [
    '(?:met )?(?:vriendelijke|hartelijke|beste) groet(?:en)?',
    'hartelijke groet(?:en)?',
    'groet(?:en|jes)?',
    'mvg',
    'hoogachtend',
    'alvast (?:hartelijk )?(?:dank|bedankt)',
    'fijne dag',
  ],
  automaticSubject: [
    'automatisch(?:e)? (?:antwoord|reactie|beantwoording|bericht|e-?mail)',
    'afwezigheids(?:bericht|assistent|melding)',
    'auto-?antwoord',
  ],
  absentSubject: [
    'afwezig(?:heid)?',
    'niet (?:aanwezig|op kantoor|bereikbaar)',
    'buiten kantoor',
    '(?:ik ben )?(?:met|op) (?:vakantie|verlof)',
    'vakantie',
  ],
};
