import type { NoteWords } from './language';

export const italian: NoteWords = {
  away: [
    '\\b(?:sono|saro)\\b.{0,25}\\b(?:malat[oa]|a un corso|in (?:formazione|riunione|fiera|conferenza)|ad una? (?:fiera|conferenza|riunione))\\b',
    '\\boggi non lavoro\\b|\\bcontrollo (?:la posta|le mail) (?:solo )?saltuariamente\\b',
    '\\b(?:azienda|ufficio|uffici|studio)\\b.{0,25}\\b(?:chiude|chiudono|chiuderanno|chiudera)\\b',
    "\\b(?:sono|saro|mi trovo|mi trovero|siamo|saremo|attualmente|al momento)\\b.{0,60}\\b(?:fuori (?:dall'|dal |per )?(?:ufficio|sede|studio|citta)|fuori ufficio|in (?:ferie|vacanza|viaggio|malattia|maternita|congedo|trasferta|permesso|aspettativa)|assenti?|assente|non (?:disponibil[ei]|raggiungibil[ei]|in ufficio|reperibile|in sede|in servizio)|indisponibile|all'estero)",
    '\\bnon (?:sono|saro|sara possibile)\\b.{0,25}\\b(?:in ufficio|disponibile|raggiungibile|reperibile|in sede|presente|contattarmi)',
    "\\b(?:l'ufficio|gli uffici|i nostri uffici|il nostro ufficio|l'azienda|lo studio|la sede)\\b.{0,50}\\b(?:chius[oaie])",
    '^(?:fuori ufficio|assente|in ferie)\\b',
  ],
  back: [
    '\\b(?:riapriremo|riapriamo|riapertura|riaprira)\\b',
    '\\b(?:rientro|rientrero|tornero|torno|ritorno|ritornero|saro di nuovo|di nuovo (?:in ufficio|disponibile|operativ\\w)|riprendero)\\b',
    "\\b(?:ufficio|ferie|assenti?|assente|vacanza|malattia|viaggio|trasferta|sede|chius[oaie]|disponibile|congedo|maternita)\\b.{0,30}\\b(?:fino|sino|dal|dall'|da (?:lunedi|martedi|mercoledi|giovedi|venerdi)|al \\d)",
    '\\bfino a (?:nuovo avviso|data da)',
  ],
  later: [
    '\\baccesso\\b.{0,25}\\b(?:limitato|saltuario|ridotto|alla posta|alle (?:mail|e-?mail)|sporadico)|\\b(?:non (?:avro|ho)|senza|limitato|scarso)\\b.{0,20}\\baccesso\\b',
    '\\b(?:rispondero|provvedero|vi ricontattero|la ricontattero|ti rispondero|leggero|rispondere)\\b',
    '\\b(?:non (?:sara|verra|saranno|potro|leggero|controllero))\\b.{0,40}\\b(?:inoltrat|lett|mail|rispondere|posta|inoltrata)',
    '\\bal mio (?:rientro|ritorno)\\b|\\b(?:appena|non appena) possibile\\b',
  ],
  turnTo: [
    '\\b(?:rivolgersi|rivolgetevi|si rivolga|scrivere|scriva|scrivete) (?:a|al|alla|ad)\\b',
    '\\b(?:per (?:qualsiasi |ogni |eventuali |comunicazioni |questioni |richieste |casi |motivi )?(?:urgenz[ae]|urgenti|necessita)|in caso di (?:urgenza|necessita|emergenza|bisogno|urgenze)|se (?:urgente|e urgente|la richiesta|avete bisogno|hai bisogno|ha bisogno)|urgenze)\\b',
    '\\b(?:durante|in) (?:la )?mia assenza\\b|\\bin questo periodo\\b|\\bin mia assenza\\b',
    '\\b(?:contattare|contattate|contatti|rivolgersi|rivolgetevi|si rivolga|potete|puo|puoi|prego|si prega di|vi prego di|scrivere|chiamare|la invito a|vi invito a)\\b.{0,40}\\b(?:contattar\\w*|rivolger\\w*|scriver\\w*|chiamar\\w*|al|il|la|mio|mia|inviare)\\b|\\bcontattare\\b',
    '\\bmi sostituisce\\b',
  ],
  thanks: [
    '\\bgrazie per la (?:comprensione|pazienza)\\b|\\bci scusiamo per\\b',
    '\\b(?:la |vi |ti )?(?:grazie|ringrazio)\\b.{0,5}\\b(?:per|della|di|del)\\b.{0,20}\\b(?:mail|e-?mail|messaggio|avermi|aver|averci|contatt)',
    '\\bho ricevuto (?:la|il) (?:tu[ao]|su[ao]|vostr[ao])\\b',
  ],
  automatic: [
    '\\b(?:risposta|messaggio|mail|e-?mail)\\b.{0,15}\\bautomatic[ao]\\b|\\bgenerat[oa] automaticamente\\b|\\brisponditore automatico',
    '\\bnon rispondere a quest[ao]\\b',
  ],
  gone: [
    "\\bnon (?:lavora|lavoro|fa|faccio|collabora|collaboro|opera|e|sono) piu\\b|\\bnon lavora piu\\b|\\bha (?:lasciato|cessato|terminato)\\b.{0,20}\\b(?:l'azienda|la societa|azienda|collaborazione|rapporto|servizio|di lavorare)|\\bho lasciato\\b.{0,12}\\b(?:l'azienda|la societa|il gruppo)",
    '\\b(?:sono|e) (?:andato|andata) in pensione\\b|\\bin pensione\\b',
  ],
  unread: [
    '\\b(?:casella|indirizzo|account|mail|posta)\\b.{0,50}\\b(?:non e (?:piu |)(?:attiv|presidiat|monitorat|utilizzat|in uso|lett)\\w*|disattivat[oa]|dismess[oa]|non (?:piu|viene) (?:attiv|presidiat|lett|controllat)\\w*|chius[oa])',
  ],
  person: [
    '\\bero\\b|\\bsono stat[oa]\\b',
    '\\b(?:scus\\w+|perdon\\w+)\\b.{0,15}\\b(?:il |per il )?(?:ritardo|attesa)',
    '\\bho (?:ricevuto|avuto)\\b.{0,30}\\b(?:risposta automatica|messaggio di assenza|errore)',
    '\\bmi (?:mand|invi|dica|faccia|conferm|dia|chiam)\\w*|\\b(?:mand|invi|dimm|chiam|conferm)\\w*(?:mi|ci)\\b',
    '\\b(?:seguo io|ora sono io|me ne occupo)\\b',
  ],
  closing: [
    '(?:cordiali|distinti|cari|i migliori|un caro|tanti) salut[oi]',
    'cordialmente',
    'saluti',
    'un saluto',
    'buona giornata',
    'buon lavoro',
    'grazie(?: e saluti| mille)?[,.!]?$',
  ],
  automaticSubject: [
    'risposta automatica',
    'messaggio automatico',
    'auto-?risposta',
    'risponditore automatico',
    'avviso di assenza',
    'notifica di assenza',
  ],
  absentSubject: [
    'fuori (?:ufficio|sede)',
    "assenza(?: dall'ufficio)?",
    'assente',
    '(?:sono )?in ferie',
    'ferie',
  ],
};
