import { fold } from './fold';
import { saidAt, SUCCESSOR, says } from './languages';

/** A person who is there no more, as an automatic answer says it. */
export interface Departure {
  /** Whom to write to instead, where the answer names somebody. */
  successor?: { name?: string; address?: string };
}

/** A note is read this far for a successor. */
const LONGEST_READ = 4_000;

const ADDRESS = /[\p{L}\p{N}._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}/giu;

const TITLE =
  '(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Mme|Mlle|M|Madame|Monsieur|Herrn?|Frau|Sra?|Srta|Señora?|Dña|Don|Doña|Sig|Signora?|Dott(?:\\.ssa)?|dott(?:\\.ssa)?|[Dd]hr|[Mm]evr|[Mm]w|[Mm]evrouw|[Mm]eneer|[Dd]e heer|Pan|pan[aiuem]*|Pana|Pani|panią|paní|pán[aem]*|p)\\.? )';
const WORD = "\\p{Lu}[\\p{L}'’-]{1,20}";
/** One to four words with capitals, "von" and its like between them, a title before. */
const NAME = `${TITLE}?(${WORD}(?: (?:${WORD}|\\p{Lu}\\.|von|van|de|der|den|di|da|la|do|dos|zu)){0,3})`;
const EASTERN = '[\\p{Script=Han}\\p{Script=Katakana}ー]{2,8}?';

/** Verbs that lead to whom one should turn to; written with a small letter, as the sentence's first word is made. */
const TURN =
  'contact|reach out to|reach|e-?mail|write to|call|in touch with|wenden Sie sich(?: bitte)?(?: ab sofort| künftig)? an|kontaktieren Sie|contacter|contactez|vous adresser à|adressez-vous à|joindre|rapprocher de|contactar(?: con)?|contacte(?: con)?|dirigirse a|diríjase a|contattare|contatti|rivolgersi a|rivolgetevi a|contact op(?:nemen)? met|wenden tot|contacteer|contate|em contat?o com|em contacto com|dirigir-se a|kontakt z|kontaktować się z|skontaktować się z|kontaktujte|obraťte se na|kontakta|kontakt med|hör av dig till|vända dig till|vänd dig till';
const PLEASE =
  "(?: (?:please|bitte|prosím|proszę|por favor|vänligen|s'il vous plaît|directly|direkt|directement|instead))?";
const OWNER =
  'my|our|the|his|her|their|meine[nmr]?|mein|unsere[nmr]?|mon|ma|notre|mi|mis|nuestr[oa]|il|la|mi[oa]|mijn|onze|ons|o|a|meu|minha|moj(?:ą|ego|im)|nasz(?:ą|ego|ym)|m(?:ého|oji|ou)|min|vår';
const ROLE =
  'colleague|co-worker|successor|replacement|manager|supervisor|assistant|Kolleg(?:e|en|in)|Nachfolger(?:in)?|Vertretung|collègue|successeur|remplaçante?|coll?eg[ao]|compañer[oa]|sucesor[a]?|successore|opvolg(?:er|ster)|collega|kollega|sucessor[a]?|koleg(?:ą|a|i|ę|u|y|yni|yní)|koleżanką|następcą|následníka';

const TURNED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${TURN})${PLEASE}[ :]{1,2}(?:(?:${OWNER}) )?(?:(?:new|neuen?) )?(?:(?:${ROLE})[ ,:]{1,2})?${NAME}`,
  'u',
);
/** "My successor is Tom Ashby." */
const IS = new RegExp(
  `(?: (?:is|ist|est|es|è|é|je|jest|är|heisst|heißt|by|von|par|por|da|door|przez|av)|mnie|:) ${NAME}`,
  'u',
);
const BEFORE_ADDRESS = new RegExp(
  `(?<![\\p{L}\\p{N}])${NAME}\\s?[,:;(<[–-]{0,2}\\s?(?:(?:via|at|on|unter|in|en|su|sous|på|an|e-?mail:?|mail:?|à|por|per|na adres) )?[(<]?$`,
  'u',
);
const EAST = new RegExp(
  `(?:联系|聯繫|聯絡|联络|由|接替人是|后任是|後任の|後任は|担当の|ご連絡は|部の)(?:我的|我)?(?:同事|同仁)?[ :]{0,2}(${EASTERN})(?=さん|様|氏|まで|が|先生|女士|小姐|经理|經理|负责|負責|接|处理|處理|[(（,，。:：])`,
  'u',
);

/**
 * Reads an automatic answer for "no longer with us" and the successor it names: the name as written, without its title,
 * in whatever case the language puts it; the address in lower case. Undefined when nobody left. `own` are addresses, in
 * lower case, that name no successor: the writer's and the recipients'.
 */
export function departureOf(text: string, own: readonly string[]): Departure | undefined {
  const read = text
    .slice(0, LONGEST_READ)
    .replace(/<mailto:[^<>]*>/gi, '')
    .replace(/\s+/g, ' ');
  const sentences = read.split(/(?<=[^\s\d.]{3}[.!?]) |(?<=[。！？])/u).map((s) => s.trim());
  if (!sentences.some((sentence) => says(fold(sentence), 'gone'))) return undefined;
  for (const sentence of sentences) {
    const successor = successorIn(sentence, own);
    if (successor) return { successor };
  }
  return {};
}

function successorIn(sentence: string, own: readonly string[]): Departure['successor'] {
  const folded = fold(sentence);
  const goneAt = saidAt(folded, 'gone');
  const succeeded = SUCCESSOR.test(folded);
  // Who is named as gone, and where, is no successor.
  const found = [...sentence.matchAll(ADDRESS)].find(
    (m) => m.index > goneAt && !own.includes(m[0].toLowerCase().replace(/\.$/, '')),
  );
  if (goneAt >= 0 && !succeeded && !found && !says(folded, 'turnTo')) return undefined;
  const address = found?.[0].toLowerCase().replace(/\.$/, '');
  const small = sentence.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
  const before = found === undefined ? '' : sentence.slice(0, found.index);
  const name =
    namedBefore(before) ??
    named(TURNED.exec(small)) ??
    named(EAST.exec(sentence)) ??
    (succeeded ? named(IS.exec(sentence)) : undefined) ??
    new RegExp(`(${EASTERN})\\s?[(（<]$`, 'u').exec(before)?.[1];
  if (address === undefined && name === undefined) return undefined;
  return { ...(name !== undefined && { name }), ...(address !== undefined && { address }) };
}

/** Words with a capital that are nobody's name. */
const NOBODY =
  /^(?:I|It|The|Our|Your|This|We|Sie|Ihre?|Ihnen|Bitte|Please|Thank|Kind|Best|Tel|Phone|Mobile|Monday|E-?[Mm]ail|Support|Office|Sales|HR|Sekretariat|Kundenservice)$/u;

/** A single word at the very beginning is a verb: "Mejla anna@…". */
function namedBefore(before: string): string | undefined {
  const name = named(BEFORE_ADDRESS.exec(before));
  return name !== undefined && !name.includes(' ') && before.startsWith(name) ? undefined : name;
}

function named(match: RegExpExecArray | null): string | undefined {
  const name = match?.[1]?.trim();
  return name === undefined || name === '' || NOBODY.test(name) ? undefined : name;
}
