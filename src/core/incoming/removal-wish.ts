/**
 * M12: whether an answer asks not to get such mail any more. Precise before complete: what it says is offered to a person, who
 * decides. English, Polish, German, French and Spanish.
 */

/** Of a longer text only the beginning is looked at: who wants to be taken off says so at once. */
const MOST = 1_500;
/** A bare word ("Stop", "Wypisz") is a wish only where it is nearly all there is. */
const BARE = 60;

/** Letters without their accents, white space single, lower case. */
const fold = (text: string): string =>
  text
    .slice(0, MOST)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ł/gi, 'l')
    .replace(/[’‘`´]/g, "'")
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

const LIST_EN =
  '(?:mail(?:ing)?[ -]?lists?|lists?|database|newsletters?|distribution(?: list)?|mailings?|e-?mails?)';
const YOURS_EN = '(?:your|the|this|these|all|any)';

/** Said without accents and in lower case. Each stands for a sentence by which people ask for it. */
const WISHES: readonly RegExp[] = [
  // English
  new RegExp(
    `\\b(?:remove|take|delete|drop) (?:me|us|my \\w+(?: \\w+)?|this (?:e-?mail )?(?:address|account)) (?:from|off|out of)(?: of)? (?:all )?${YOURS_EN}? ?(?:\\w+ )?${LIST_EN}`,
  ),
  /\b(?:please|kindly|pls)[, ]+(?:remove|unsubscribe) (?:me|us|my|this)\b/,
  /\bunsubscribe (?:me|us|my (?:e-?mail|address|account|name)|this (?:e-?mail|address))\b/,
  /\b(?:please|kindly|pls)[, ]+unsubscribe\b/,
  /\b(?:want|wish|like|need|prefer) to (?:unsubscribe|opt[ -]?out|be (?:removed|taken off|unsubscribed))\b/,
  /\b(?:please |pls |kindly )?(?:stop|quit|cease) (?:sending|e-?mailing|mailing|contacting|messaging|spamming|writing(?: to)?) (?:me|us|these|this|such)\b/,
  /\b(?:please |pls )?(?:do not|don't|dont) (?:send|e-?mail|mail|contact|write(?: to)?|spam) (?:me|us)(?: any ?more| again| any (?:more|further)| (?:these|such|more)|[.!]|$)/,
  /\b(?:do not|don't|dont|no longer|not) (?:want|wish|care) to (?:receive|get|be (?:contacted|e-?mailed|sent))\b/,
  /\b(?:no longer|not) interested in (?:receiving|getting) (?:these|your|such|any|this)\b/,
  /\bopt (?:me|us) out\b/,
  // Polish
  /\b(?:prosze|prosimy|proszę|poprosze)(?: \w+){0,3} (?:o )?(?:wypisa\w*|usun\w+|usuwan\w+|wykresl\w+)(?: \w+){0,5} (?:z|ze) (?:\w+ )?(?:list\w*|baz\w*|newsletter\w*|subskrypcj\w*|mailing\w*|dystrybucj\w*)/,
  /\b(?:prosze|prosimy)(?: \w+)? (?:mnie|nas) (?:wypisac|wykreslic)\b|\b(?:prosze|prosimy)(?: \w+)? (?:wypisac|wykreslic) (?:mnie|nas|moj)\b|\bwypiszcie mnie\b|\bprosze o (?:wypisanie|wykreslenie)\b/,
  /\b(?:nie chce|nie chcemy|nie zycze sobie|nie zyczymy sobie|nie wyrazam zgody na)(?: \w+){0,3} (?:otrzymywa\w+|dostawa\w+|wysylani\w+|przysylani\w+|mail\w*|wiadomosci|newsletter\w*)\b/,
  /\b(?:prosze|prosimy)(?: \w+){0,2} (?:nie (?:przysylac|wysylac|pisac|przesylac)|przestac (?:przysylac|wysylac|pisac))\b/,
  /\brezygnuj(?:e|emy) z (?:newsletter\w*|subskrypcj\w*|otrzymywani\w+|dalsz\w+ (?:mail\w*|wiadomosci|korespondencj\w*))/,
  // German
  /\b(?:nehmen|streichen|loschen|entfernen|tragen|melden)(?: sie| wir)?(?: bitte)? (?:mich|uns|meine (?:e-?mail-?)?(?:mail)?adresse|unsere adresse)(?: bitte)? (?:aus|von|vom)\b.{0,40}\b(?:verteiler\w*|liste|newsletter|datenbank|mailing\w*)/,
  /\b(?:aus|von|vom) (?:ihrem|dem|der|ihrer|diesem|eurem) (?:e-?mail-?)?(?:verteiler\w*|newsletter|liste|mailing\w*)(?: \w+){0,3} (?:nehmen|streichen|loschen|entfernen|austragen|abmelden|genommen|gestrichen|geloscht|entfernt|abgemeldet)/,
  /\b(?:melden sie|meldet|bitte melde) (?:mich|uns)(?: \w+){0,4} ab(?:[.!,;]|$)|\b(?:mochte|mochten|will|wollen|wunsche) (?:mich|uns)(?: \w+){0,5} abmelden\b|\bbitte (?:mich |uns )?(?:abmelden|austragen)\b/,
  /\b(?:mochte|mochten|will|wollen|wunsche|wunschen)(?: ich| wir)?(?: \w+){0,3} keine(?: \w+){0,2} (?:e-?mails?|mails?|newsletter|werbung|nachrichten|zusendungen)\b/,
  /\b(?:senden|schicken|schreiben) sie (?:mir|uns)(?: bitte)?(?: \w+){0,2} (?:keine|nicht mehr|nichts mehr)\b|\bkeine (?:weiteren )?(?:e-?mails?|mails?|newsletter|werbung|werbemails?)(?: mehr)? (?:mehr |an (?:mich|uns) )?(?:senden|schicken|zusenden)\b/,
  // French
  /\b(?:merci de|veuillez|prier? de|je (?:souhaite|veux|voudrais|desire|demande a)|nous souhaitons|pourriez-vous|pouvez-vous)(?: bien vouloir)? (?:(?:me |nous |m'|vous )?(?:desabonner|desinscrire)\b|(?:me |nous |m'|vous )(?:retirer|rayer|supprimer|enlever|radier)\b|(?:retirer|rayer|supprimer|enlever|radier) (?:mon|notre|nos|mes) (?:adresses?|e-?mails?|mails?|noms?|coordonnees)\b)/,
  /\b(?:retirez|supprimez|enlevez|rayez|radiez)[ -](?:moi|nous|mon (?:adresse|e-?mail|mail|nom))\b|\b(?:desabonnez|desinscrivez)[ -](?:moi|nous)\b/,
  /\bne (?:souhaite|souhaitons|veux|voulons|desire) plus (?:recevoir|etre (?:contacte|sollicite))/,
  /\b(?:merci de|veuillez|prier? de) ne plus (?:m'|nous |me )(?:envoyer|ecrire|contacter|adresser|solliciter)/,
  // Spanish
  /\b(?:dar(?:me|nos)|den?me|denos|dadme) de baja\b|\b(?:solicito|quiero|quisiera|deseo|pido|ruego|favor)(?: \w+){0,3} (?:la |mi )?baja\b/,
  /\b(?:elimin\w+|borr\w+|quit\w+|saqu\w+|sac\w+|retir\w+)(?:me|nos)?(?: mi (?:correo|direccion|e-?mail|nombre))? (?:de|del) (?:su|la|esta|vuestra|sus)? ?(?:lista|base|listado|newsletter|boletin)/,
  /\bno (?:quiero|deseo|queremos|deseamos)(?: seguir)? (?:recib\w+|que me (?:envien|escriban|contacten))\b/,
  /\b(?:dejen|deje|deja|dejad) de (?:enviar|mandar|escribir|contactar)(?:me|nos)\b|\bno me (?:envien|envie|manden|escriban|contacten) mas\b/,
];

/** Nearly all that there is. */
const BARE_WISH =
  /^(?:(?:please|pls|bitte|prosze|merci|por favor|hi|hello|hallo|bonjour|hola|dzien dobry)[,.! ]*)*(?:unsubscribe|remove(?: me)?|opt[ -]?out|stop|take me off|no more e-?mails?|wypisz(?:cie)?(?: mnie)?|wypisac|rezygnuje|rezygnacja|abmelden|abmeldung|austragen|abbestellen|desabonner|desabonnement|desinscription|desinscrire|me desabonner|baja|darme de baja|dar de baja)(?:[,.! ]*(?:please|pls|bitte|prosze|merci|thanks|thank you|danke|dziekuje|gracias|s'il vous plait|svp|por favor))*[.! ]*$/;

/** What has the words of a wish and is none: the foot of a mail, a question about it, its opposite. */
const NONE: readonly RegExp[] = [
  /\bto unsubscribe(?:,|:| (?:from|click|please|use|follow|visit|reply|at|here|or))|\bunsubscribe (?:here|at any time|link|button|page|from this list:)|click (?:here )?to unsubscribe/,
  /\b(?:do not|don't|dont|never|not to|please not) (?:remove|unsubscribe|take|delete|drop)\b/,
  /\b(?:did not|didn't|never|have not|haven't) (?:ask|want|wish|request)\w* to (?:be (?:removed|unsubscribed|taken)|unsubscribe)/,
  /\bnie (?:wypisujcie|usuwajcie|wykreslajcie) (?:mnie|nas)\b/,
  /\b(?:nicht|nie) (?:abmelden|austragen|loschen|streichen|entfernen)\b/,
  /\bne (?:me |nous )(?:desabonnez|desinscrivez|retirez|supprimez) (?:pas|surtout pas)\b/,
  /\bno me (?:den|de) de baja\b/,
];

/** `text`: what is new in an answer, without the history that it quotes. */
export function asksToBeRemoved(text: string): boolean {
  const folded = fold(text);
  if (folded === '') return false;
  if (folded.length <= BARE && BARE_WISH.test(folded)) return true;
  const sentences = folded.split(/(?<=[.!?;])\s+/);
  return sentences.some(
    (sentence) => WISHES.some((wish) => wish.test(sentence)) && !NONE.some((none) => none.test(sentence)),
  );
}
