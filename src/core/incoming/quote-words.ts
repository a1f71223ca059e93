/**
 * The words by which mail programs announce quoted history, per kind of announcement, in the languages that
 * Outlook, Gmail, Apple Mail, Thunderbird and Yahoo come in. Compared in lower case.
 */

export type HeaderLabel = 'from' | 'date' | 'to' | 'cc' | 'subject';

const LABELS: Record<HeaderLabel, string> = {
  from: `from|von|de|da|van|från|fra|od|od kogo|lähettäjä|saatja|от|от кого|від|kimden|gönderen|feladó|expéditeur|mittente|remitente|remetente|afzender|από|de la|nuo|no|差出人|差出人（from）|送信者|发件人|寄件者|寄件人|보낸 사람|보낸사람|מאת|من|จาก|từ|dari|nadawca|odesílatel|odosielateľ|avsender|afsender|pošiljatelj`,
  date: `date|sent|sent on|sent at|gesendet|gesendet am|datum|envoyé|envoyé le|date d'envoi|enviado|enviado el|enviado em|enviada em|enviada|fecha|inviato|inviata|data|verzonden|verzonden op|skickat|skickat den|sendt|dato|wysłano|wysłane|data wysłania|odesláno|odoslané|dátum|lähetetty|päivämäärä|päiväys|saadetud|kuupäev|отправлено|дата|надіслано|дата отправки|gönderildi|gönderme tarihi|tarih|gönderilme tarihi|elküldve|küldve|poslano|datum|trimis|dată|ημερομηνία|στάλθηκε|išsiųsta|nosūtīts|送信日時|日時|送信|日付|发送时间|发送日期|日期|時間|傳送時間|寄件日期|寄信日期|보낸 날짜|날짜|נשלח|תאריך|تاريخ|วันที่|ngày|tanggal|dikirim|data e ora`,
  to: `to|an|à|a|para|pour|aan|till|til|do|komu|vastaanottaja|kellele|кому|kime|alıcı|címzett|destinataire|destinatario|destinatário|за|către|catre|prima|za|προς|kam|宛先|收件人|收件者|받는 사람|받는사람|אל|إلى|ถึง|đến|kepada|adresat`,
  cc: `cc|bcc|kopie|kopia|kopi|kopio|copia|cópia|cc/bcc|dw|udw|másolatot kap|másolat|копия|копія|bilgi|抄送|副本|참조|עותק|نسخة|reply to|reply-to|antwort an|répondre à|responder a|rispondi a|risposta|odpowiedz do|importance|wichtigkeit|importancia|attachments|anlagen|priority`,
  subject: `subject|betreff|objet|asunto|oggetto|onderwerp|ämne|emne|temat|předmět|predmet|aihe|teema|тема|konu|tárgy|assunto|subiect|subiectul|θέμα|tema|件名|标题|主题|主旨|題名|제목|נושא|موضوع|الموضوع|เรื่อง|chủ đề|perihal|subjek`,
};

const LABEL_KINDS: readonly HeaderLabel[] = ['from', 'date', 'to', 'cc', 'subject'];

const labelKind = new Map<string, HeaderLabel>();
for (const kind of LABEL_KINDS) {
  for (const word of LABELS[kind].split('|')) if (!labelKind.has(word)) labelKind.set(word, kind);
}

/** `*From:* Bob <bob@…>` → `{label: 'from', value: 'Bob <bob@…>'}`; undefined for any other line. */
export function headerLine(line: string): { label: HeaderLabel; value: string } | undefined {
  const match = /^[\s*|_]*([^:：*_]{1,24}?)\s*[*_]*\s*[:：][*_]*\s*(.*)$/u.exec(line);
  if (!match) return undefined;
  const label = labelKind.get((match[1] ?? '').toLowerCase().replace(/\s+/g, ' ').replace(/’/g, "'"));
  return label === undefined ? undefined : { label, value: (match[2] ?? '').replace(/\*+$/, '').trim() };
}

/** `… wrote:` */
export const WROTE =
  /(?:^|[\s,>)"'」】])(?:wrote|writes|sent|said|schrieb|schreibt|geschrieben|a écrit|écrit|écrivait|escribió|escribio|escribe|ha scritto|scrisse|scrive|schreef|geschreven|schrijft|escreveu|escreve|napsal|napsala|napsal\(a\)|napsal\/a|napísal|napísala|napísal\(a\)|píše|napisał|napisała|napisał\(a\)|napisał\/a|napisal|napisao|napisala|pisze|skrev|skriver|kirjoitti|написал|написала|написал\(а\)|написав|написала|пише|пишет|yazdı|yazmış|şunları yazdı|írta|ezt írta|a scris|έγραψε|rašė|parašė|rakstīja|kirjutas|va escriure|ha escrit|menulis|đã viết|เขียนว่า|写道|寫道|写到|님이 작성|씀|כתב\/ה|כתב|כתבה|كتب)(?:[:：\s,.-]|\s*$)|写道|寫道|님이 작성|さん(?:は|が)(?:書きました|書いています)|のメール|:$/iu;

/** How the attribution line of each language begins. */
export const WROTE_START =
  /^(?:on|at|in a message dated|am|le|el|il|op|em|no dia|a las|w dniu|dnia|dne|dňa|den|den\.|på|i|пт|ср|в|от|у|la|în|tarihinde|ma|a|em|pada|vào|nel giorno|il giorno|quoting|zitat von|citando|em qua|em qui|ons|tor|fre|man|tir|pe|to|ke|ti|ma|la|su)\b/iu;

const ORIGINAL = [
  'original message|original e-?mail|reply message|forwarded message|forwarded by .{1,60}|original appointment',
  'ursprüngliche nachricht|originalnachricht|original-nachricht|ursprüngliche mail|weitergeleitete nachricht|originaltermin',
  "message d['’]origine|message original|message initial|courriel original|message transféré|message transmis",
  'mensaje original|correo original|mensaje reenviado|mensagem original|mensagem encaminhada|messaggio originale|messaggio originario|messaggio inoltrato',
  'oorspronkelijk bericht|origineel bericht|oorspronkelijke bericht|doorgestuurd bericht',
  'oryginalna wiadomość|wiadomość oryginalna|wiadomość pierwotna|treść oryginalnej wiadomości|wiadomość przekazana|przekazana wiadomość',
  'původní zpráva|původní e-mail|přeposlaná zpráva|pôvodná správa|preposlaná správa|eredeti üzenet|továbbított üzenet',
  'ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|opprinnelig melding|videresendt melding|oprindelig meddelelse|oprindelig besked|original besked|videresendt besked|alkuperäinen viesti|välitetty viesti',
  'исходное сообщение|пересылаемое сообщение|пересланное сообщение|початкове повідомлення|оригінальне повідомлення|orijinal mesaj|orijinal ileti|özgün ileti|mesaj original|izvorna poruka|originalna poruka|αρχικό μήνυμα',
  '元のメッセージ|オリジナルメッセージ|転送されたメッセージ|转发的?邮件|原始邮件|原始郵件|原始訊息|邮件原件|转发邮件信息|원본 메시지|원본 메일|전달된 메시지',
].join('|');

/** `-----Original Message-----` in each language. */
export const ORIGINAL_MESSAGE = new RegExp(
  `^[\\s*>|]*[-_=*—–]{2,}\\s*(?:${ORIGINAL})\\s*(?:[-_=*—–]{2,}.*)?$`,
  'iu',
);

/** The same words alone, as some phones write them; they say something only above a header block. */
export const BARE_ORIGINAL_MESSAGE = new RegExp(`^[\\s*>|]*(?:${ORIGINAL})\\s*[:：]?\\s*$`, 'iu');

/** `Begin forwarded message:` as Apple Mail writes it. */
export const BEGIN_FORWARDED =
  /^[\s*]*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)|début du message (?:transféré|réexpédié)|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht|início da mensagem (?:reencaminhada|encaminhada)|początek przekazywanej wiadomości|začátek přeposílané zprávy|začiatok preposlanej správy|vidarebefordrat brev|start på videresendt (?:besked|melding)|videresendt besked|välitetty viesti alkaa|начало переадресованного (?:сообщения|письма)|iletilen mesajın başlangıcı|továbbított (?:üzenet|levél) kezdete|転送されたメッセージ|下面是(?:被)?转发的邮件|以下是轉寄的郵件|전달된 메시지 시작)\s*[:：]\s*$/iu;

/** Lines that a phone or program adds below the text. */
export const DEVICE_LINE: readonly RegExp[] = [
  /^[\s<([*_-]*(?:(?:sent|mailed|written) (?:from|by|via|with|using|through|on)\b|get \[?outlook for|download outlook for|\S{1,20} from (?:my )?(?:mobile|phone|iphone|android)\s*$|from my (?:i|samsung|mobile|android|phone|blackberry|iphone)|get (?:the )?(?:new )?(?:bluemail|yahoo mail|typeapp))/iu,
  /^[\s<([*_-]*(?:von (?:meinem?r?|outlook|unterwegs|samsung).{0,60}(?:gesendet|geschickt)|gesendet (?:von|mit|über)|diese nachricht wurde von .{1,80} gesendet|holen sie sich outlook|outlook für (?:ios|android) (?:herunterladen|beziehen))/iu,
  /^[\s<([*_-]*(?:envoyé (?:depuis|de(?:puis)? mon|à partir|de|avec|via)|envoyée? (?:depuis|à partir)|télécharger outlook|obtenir outlook|obtenez outlook)/iu,
  /^[\s<([*_-]*(?:enviado (?:desde|do|de|a partir|via|pelo)|obtener outlook|obtenha o outlook|inviato (?:da|dal|con)|scarica outlook|ottieni outlook|verzonden (?:vanaf|met|via|van)|verstuurd (?:vanaf|met)|outlook voor (?:ios|android) downloaden|download outlook voor)/iu,
  /^[\s<([*_-]*(?:wysłan[eyo] (?:z|przez|za)|pobierz (?:aplikację )?outlook|odesláno (?:z|pomocí|ze)|získat outlook|odoslané z|skickat från|skickades från|hämta outlook|skaffa outlook|sendt fra|hent outlook|få outlook|lähetetty (?:iphone|ipad|laitteesta|puhelimesta|outlook).*|отправлено (?:с|из)|надіслано (?:з|із)|iphone['’]umdan gönderildi|küldve)/iu,
  /^\s*(?:從我的.{1,20}傳送|发自我的.*|從我的.*|从我的.{1,20}发送|发自.{1,20}(?:邮箱|手机|iphone|ipad).*|iphoneから送信|.{1,20}から送信(?:されました)?|나의 .{1,20}에서 보냄|내 .{1,20}에서 보냄)\s*$/iu,
];
