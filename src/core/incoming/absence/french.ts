import type { NoteWords } from './language';

export const french: NoteWords = {
  away: [
    "\\b(?:je (?:suis|serai|me trouve|me trouverai)|etant|nous sommes|nous serons|actuellement)\\b.{0,60}\\b(?:absente?s?|en (?:[\\w']+ )?(?:conges?|vacances|deplacement|formation|arret(?: maladie| de travail)?|voyage|mission|seminaire|reunion|rtt)|hors du bureau|indisponibles?|injoignable|a l'etranger|en conge \\w+)",
    '\\bje ne (?:suis|serai) (?:pas|plus|actuellement pas)\\b.{0,20}\\b(?:au bureau|disponible|joignable|presente?|a mon poste)',
    "\\b(?:notre|nos|mon|le|l')\\s?(?:bureaux?|entreprise|societe|agence|etablissement|cabinet|secretariat)\\b.{0,40}\\bferme(?:e|s|es)?\\b",
    '^(?:absente?|en conges?|en vacances|absent du bureau|hors du bureau)\\b',
    '\\bmon absence\\b.{0,30}\\b(?:du|jusqu)',
  ],
  back: [
    '\\b(?:de retour|mon retour|je reviens|je reviendrai|je rentre|je rentrerai|reprendrai|reprends|je serai de nouveau|a nouveau (?:disponible|joignable|present))\\b',
    "\\b(?:absente?|conges?|vacances|deplacement|bureau|indisponible|ferme|formation|joignable|disponible|absence|maladie|maternite|paternite)\\b.{0,30}(?:\\bjusqu|\\bdu \\d|\\ba partir|\\bjusqu'a|\\bpour la periode|\\bentre le)",
    "\\bjusqu'a (?:nouvel ordre|mon retour)\\b",
  ],
  later: [
    "\\b(?:acces|connexion)\\b.{0,20}\\b(?:limite|restreint|reduit|intermittent|sporadique|a mes)|\\b(?:pas|aucun|sans|n'ai pas|n'aurai pas)\\b.{0,15}\\bacces\\b",
    '\\b(?:repondrai|recontacterai|reviendrai vers vous|reponds|traiterai|prendrai connaissance|traite|repondre)\\b.{0,60}\\b(?:retour|des que|plus vite|possible|rapidement|plus tot|ulterieurement|delais|alors)\\b',
    '\\b(?:ne (?:sera|seront|consulte|lis|pourrai)|ne (?:serai|suis) pas en mesure)\\b.{0,30}\\b(?:transfere|transmis|lu|lus|lue|traite|mes (?:mails|messages|e-?mails)|repondre|ma messagerie|consulter)',
    '\\b(?:a|des) mon retour\\b',
  ],
  turnTo: [
    "\\b(?:en cas d'urgence|pour (?:toute?s?|une|les) (?:urgences?|demandes?|questions?|sujets?)(?: urgentes?)?|en cas de (?:besoin|necessite)|si (?:votre|vous|c'est).{0,40}\\b(?:urgen\\w+|immediate)|urgences?,)",
    '\\b(?:pendant|durant|en) (?:mon|cette|notre) (?:absence|periode)\\b',
    "\\b(?:veuillez|merci de|vous pouvez|n'hesitez pas a|je vous (?:invite|remercie|prie)|priere de|contactez|adressez)\\b.{0,40}\\b(?:adresser|contacter|rapprocher|joindre|ecrire|appeler|envoyer|transmettre|vous|transferer|tourner vers|mon|ma)\\b",
    '\\bassure(?:ra)? (?:ma|mon) (?:suppleance|remplacement|interim|permanence)|\\bme remplace',
  ],
  thanks: [
    "\\bmerci (?:pour|de|beaucoup pour)\\b.{0,12}\\b(?:votre|ton|vos|m'avoir|nous avoir)\\b|\\bje vous remercie (?:de|pour) votre\\b",
    "\\bj'ai bien recu votre\\b|\\bvotre (?:message|mail|e-?mail|courriel)\\b.{0,20}\\b(?:bien )?(?:recu|ete recu|parvenu)",
  ],
  automatic: [
    '\\b(?:reponse|message|mail|courriel|e-?mail)\\b.{0,20}\\bautomatiques?\\b|\\bgeneree? automatiquement|\\benvoyee? automatiquement',
    "\\bmessage d'absence\\b|\\bnotification d'absence\\b",
    '\\bne (?:pas )?repond(?:re|ez)(?: pas)? (?:directement )?a ce\\b',
  ],
  gone: [
    "\\bne (?:travaille|fait|suis|fais|travaillons|sommes|est|represente)\\b.{0,10}\\bplus\\b.{0,30}\\b(?:partie|chez|pour|dans|au sein|employe|la societe|l'entreprise|membre|salarie)|\\bne travaille plus\\b|\\bne fai[ts] plus partie\\b",
    "\\b(?:a|ai) (?:definitivement )?quitte\\b.{0,20}\\b(?:la societe|l'entreprise|ses fonctions|mes fonctions|notre|nos|le groupe|l'organisation|son poste|mon poste)",
    '\\b(?:a|ai) pris (?:sa|ma) retraite|\\b(?:suis|est)(?: desormais)? (?:a la|en) retraite',
  ],
  unread: [
    "\\b(?:boite|adresse|messagerie|compte)\\b.{0,50}\\b(?:n'est plus|desactivee?|plus (?:consultee?|utilisee?|active|relevee?|lue?|valide)|fermee?|non (?:consultee?|relevee?|surveillee?)|n'est pas (?:consultee?|surveillee?|relevee?))",
  ],
  person: [
    "\\bj'etais\\b|\\bj'ai ete\\b",
    '\\b(?:desolee?|pardon|excus\\w+)\\b.{0,25}\\b(?:retard|reponse tardive|delai)',
    "\\bj'ai (?:recu|eu)\\b.{0,30}\\b(?:reponse automatique|message d'absence|message d'erreur)",
    "\\b(?:m'|nous |me )(?:envoy|confirm|transmet|faire|indiqu|rappel|donn)\\w*|\\b(?:envoyez|donnez|dites|appelez|rappelez|confirmez)-(?:moi|nous)",
    "\\bje (?:reprends|gere|m'occupe)\\b|\\bc'est (?:moi|desormais moi) qui\\b",
  ],
  closing: [
    '(?:bien )?(?:cordialement|amicalement)',
    '(?:tres )?cordialement',
    'sinceres salutations',
    '(?:meilleures|sinceres|cordiales|bonnes) salutations',
    'salutations',
    'bien a vous',
    'bonne (?:journee|reception)',
    'cdlt',
    'respectueusement',
    "je vous prie d'agreer",
    'veuillez agreer',
  ],
  automaticSubject: [
    'reponse automatique',
    'message automatique',
    "reponse d'absence",
    "message d'absence",
    "notification d'absence",
    "avis d'absence",
    'auto-?reponse',
  ],
  absentSubject: [
    'absen(?:ce|te?) du bureau',
    '(?:je suis )?absente?',
    'absence',
    '(?:je suis )?en conges?',
    'conges?',
    'en vacances',
    'hors du bureau',
    'indisponible',
  ],
};
