/**
 * What programs write that take in a request, by what a sentence says and by language, over folded text (`fold`). The
 * voice is an office's: what somebody writes who says "I" is no acknowledgement.
 */

const MAIL_EN =
  '(?:request|message|e-?mail|mail|enquiry|inquiry|ticket|case|query|submission|application|feedback|question|comment|order|note)';

/** That it arrived, was registered or is looked at. */
const TAKEN = [
  `\\b(?:your|the) ${MAIL_EN}\\b.{0,40}\\b(?:has been|was|is|has) (?:now |been |successfully )*(?:received|registered|created|assigned|logged|opened|recorded|submitted|forwarded to|being (?:reviewed|processed|handled)|in good hands)`,
  `\\byour ${MAIL_EN}\\b.{0,20}\\bis now (?:open|in progress|registered)\\b|\\byour ${MAIL_EN}\\b.{0,20}\\b(?:delivered|passed on|sent|forwarded) to (?:our|the)\\b|\\b(?:has|have) reached our (?:service|support|help|sales|customer)`,
  `\\bwe(?: have|'ve)? (?:just |now |successfully )?(?:received|got|registered|logged) (?:your|the|an?) (?:new )?${MAIL_EN}`,
  `\\b(?:a|an|your|the) (?:new |support )*(?:ticket|case|request|incident)\\b.{0,40}\\b(?:created|opened|logged|registered|raised)\\b`,
  `\\bconfirm(?:s|ation)?\\b.{0,25}\\b(?:receipt|received|that we)\\b|\\backnowledg\\w+ (?:of )?(?:receipt|the receipt|your)\\b|\\bthank(?:s| you) for (?:contacting|getting in touch with|reaching out to|writing to)\\b(?! me\\b)|\\bthank(?:s| you) for your (?:interest in|application|enquiry|inquiry|request)\\b`,
  '\\bihre? (?:anfrage|nachricht|e-?mail|mail|bewerbung|anliegen|bestellung|mitteilung)\\b.{0,60}\\b(?:eingegangen|empfangen|registriert|erhalten|erfasst|angelegt)|\\bwir haben (?:ihre?|deine?) (?:anfrage|nachricht|e-?mail|mail|bewerbung|anliegen)\\b.{0,20}\\b(?:erhalten|empfangen)|\\b(?:vorgang|ticket|anfrage|fall) wurde\\b.{0,40}\\b(?:angelegt|eroffnet|registriert|erfasst)|\\bnachricht hat uns erreicht\\b|\\bempfangsbestatigung|\\beingangsbestatigung|\\bbestatigen (?:wir )?.{0,20}\\b(?:eingang|erhalt)\\b',
  '\\bvotre (?:demande|message|mail|e-?mail|courriel|candidature|requete)\\b.{0,40}\\b(?:recue?|enregistree?|pris en compte|prise en compte|transmise?)\\b|\\baccus(?:ons|e|er)\\b.{0,6}\\breception\\b|\\bnous avons (?:bien )?recu (?:votre|vos) (?:message|demande|mail|e-?mail|courriel|candidature|requete)s?\\b|\\bvotre (?:demande|message)\\b.{0,12}\\b(?:sera|est) (?:traitee?|transmise?)\\b',
  '\\b(?:hemos|se ha) recibido (?:su|tu) (?:solicitud|consulta|mensaje|correo|peticion|e-?mail|candidatura)\\b|\\b(?:solicitud|consulta|mensaje|peticion|incidencia)\\b.{0,12}\\bha quedado registrad[oa]|\\b(?:su|tu) (?:solicitud|consulta|mensaje|correo|peticion|incidencia|ticket|e-?mail)\\b.{0,20}\\b(?:ha sido|fue|se ha)\\b.{0,15}\\b(?:recibid|registrad|cread|asignad)[oa]|\\bacusamos recibo\\b|\\bconfirma(?:mos|cion)\\b.{0,20}\\brecepcion\\b',
  '\\babbiamo (?:ricevuto|preso in carico) (?:la|il) (?:sua|suo|tua|tuo|vostra|vostro) (?:richiesta|messaggio|mail|e-?mail|segnalazione|domanda|candidatura)\\b|\\b(?:la sua|la tua|la vostra|il suo|il tuo|il vostro) (?:richiesta|messaggio|segnalazione|e-?mail|mail)\\b.{0,10}\\be (?:stat[oa]|giunt[oa]|arrivat[oa])\\b|\\bconferm(?:a|iamo)\\b.{0,15}\\b(?:ricezione|ricevimento)\\b',
  '\\bwij? hebben (?:uw|je) (?:bericht|mail|e-?mail|verzoek|aanvraag|vraag|melding|sollicitatie)\\b.{0,30}\\bontvangen\\b|\\b(?:uw|je) (?:vraag|bericht|verzoek|melding)\\b.{0,30}\\bbinnengekomen\\b|\\b(?:uw|je) (?:aanvraag|verzoek|bericht|e-?mail|mail|melding|vraag) is\\b.{0,30}\\b(?:ontvangen|geregistreerd|aangemaakt|doorgestuurd)|\\bontvangstbevestiging\\b|\\bbevestigen (?:wij |we )?de ontvangst\\b',
  '\\b(?:recebemos|registamos|registramos) (?:o seu|a sua|sua|seu) (?:mensagem|pedido|solicitacao|e-?mail|contacto|contato|candidatura|questao)\\b|\\b(?:o seu|a sua|seu|sua) (?:pedido|solicitacao|mensagem|e-?mail|chamado)\\b.{0,12}\\b(?:foi|esta)\\b.{0,15}\\b(?:recebid|registad|registrad|encaminhad|abert)[oa]|\\bacusamos (?:o recebimento|a rececao|a recepcao)\\b|\\bconfirma(?:mos|cao)\\b.{0,15}\\b(?:recebimento|rececao|recepcao)\\b',
  '\\botrzymalismy (?:twoj\\w*|panstwa|pana|pani) (?:wiadomosc|zgloszenie|zapytanie|e-?mail|prosbe|aplikacje)\\b|\\b(?:zapytanie|zgloszenie|sprawa) (?:otrzymal|ma nadan)\\w*|\\bdziekujemy za (?:wiadomosc|e-?mail)\\b|\\b(?:zgloszenie|wiadomosc|zapytanie|twoje zgloszenie|panstwa zgloszenie)\\b.{0,40}\\b(?:zarejestrowan|przyjet|utworzon|odnotowan)|\\bzarejestrowa(?:n[oey]|lismy)\\b|\\bpotwierdz(?:amy|enie)\\b.{0,20}\\b(?:otrzymani|przyjeci|wplyniec|rejestracj)\\w*|\\bdziekujemy za (?:kontakt|zgloszenie|przeslanie zgloszenia)\\b',
  '\\bvas (?:pozadavek|dotaz|e-?mail|zprava|ticket)\\b.{0,30}\\b(?:prijat|zaevidovan|zaregistrovan|vytvoren|dorucen)\\w*|\\bvase (?:zprava|zadost|poptavka|hlaseni)\\b.{0,30}\\b(?:prijat|zaevidovan|zaregistrovan)\\w*|\\b(?:obdrzeli|prijali) jsme (?:vas|vasi) (?:e-?mail|zpravu|zadost|dotaz|pozadavek)\\b|\\bvas(?:i)? (?:e-?mail|zpravu|zadost|dotaz|pozadavek) jsme (?:obdrzeli|prijali|zaevidovali)\\b|\\bpotvr(?:zujeme|zeni)\\b.{0,20}\\b(?:prijeti|prijet|obdrzeni)\\b',
  '\\bvi har\\b.{0,15}\\b(?:tagit emot|mottagit|registrerat|fatt) (?:ditt|er|ert|din) (?:meddelande|mejl|mail|arende|ansokan|fraga|forfragan)\\b|\\barende har fatt nummer\\b|\\b(?:ditt|ert) (?:arende|meddelande|mejl|mail)\\b.{0,20}\\b(?:registrerats|mottagits|har tagits emot|skapats)|\\bmottagningsbekraftelse\\b|\\btack for att (?:du|ni) kontakta(?:r|t|de)\\b',
  '(?:お問い?合わ?せ|ご依頼|お申し?込み?|ご質問|ご注文)(?:を|は|内容(?:を|は|で)).{0,12}(?:受け?付け|承り|受領|受理|拝受)|(?:以下|下記)の内容で.{0,8}(?:受け?付け|承り|受領)|受け?付け(?:いた|致|を|番号)|お問い?合わ?せ(?:いただき|頂き|ありがとう)',
  '(?:您的|你的|您提交的)?(?:请求|請求|问题|問題|工单|工單|申請|申请|咨询|諮詢|反馈|邮件|郵件|来信|來信|留言).{0,6}(?:已(?:经|經)?(?:收到|受理|创建|建立|提交|登记|登記|转交))|我们已(?:经)?收到(?:您|你)?的?(?:邮件|来信|申请|请求|问题|咨询|留言|反馈)|我們已(?:經)?收到(?:您|你)?的?(?:郵件|來信|申請)|感(?:谢|謝)您(?:联系|聯絡|聯繫|咨询|諮詢)',
];

/** That nobody reads answers, or that a program wrote this. */
const AUTOMATIC = [
  '\\breply above this line\\b|\\btype your (?:reply|response) above\\b|\\bdo not (?:reply|respond) (?:to|directly)\\b|\\bplease do not reply\\b|\\bthis is an? (?:auto\\w*|system)[- ]?(?:generated)?\\b|\\bautomatic(?:ally)? (?:generated|reply|response|acknowledg\\w+|confirmation|notification|sent)\\b|\\bautomated (?:message|reply|response|e-?mail|confirmation|notification)\\b|\\b(?:mailbox|inbox|address) is not (?:being )?monitored\\b|\\bauto-?(?:acknowledg\\w+|generated|responder)\\b',
  '\\bantworten sie (?:bitte )?nicht (?:auf|direkt)\\b|\\bbitte nicht (?:direkt )?(?:auf diese|antworten)\\b|\\bautomatisch(?:e|en|er)? (?:erzeugt|generiert|erstellt|antwort|nachricht|e-?mail|versendet|empfangs|eingangs|bestatigung)\\w*',
  '\\bne (?:pas|merci de ne pas) (?:y )?repondre\\b|\\bmerci de ne pas (?:y )?repondre\\b|\\b(?:message|courriel|mail|e-?mail|reponse)\\b.{0,12}\\bautomatique\\b|\\bgeneree? automatiquement\\b',
  '\\bno responda\\b|\\bno respond(?:er|as|an)\\b.{0,12}\\beste\\b|\\b(?:mensaje|correo|respuesta|e-?mail)\\b.{0,15}\\bautomatic[oa]\\b|\\bgenerad[oa] automaticamente\\b',
  '\\bnon rispondere\\b|\\bdi non rispondere\\b|\\b(?:messaggio|risposta|e-?mail|mail)\\b.{0,15}\\bautomatic[oa]\\b|\\bgenerat[oa] automaticamente\\b',
  '\\bniet (?:te )?(?:be)?antwoorden op\\b|\\bautomatisch(?:e)? (?:gegenereerd|bericht|antwoord|verzonden|ontvangst|bevestiging)\\w*|\\bniet reageren op (?:deze|dit)\\b',
  '\\bnao respond[ae]r?\\b.{0,20}|\\b(?:mensagem|resposta|e-?mail)\\b.{0,15}\\bautomatic[oa]\\b|\\bgerad[oa] automaticamente\\b',
  '\\bprosi(?:my|my o) nie(?:odpowiadanie)? ?(?:na nia )?odpowiadac\\b|\\bprosze nie odpowiadac\\b|\\bnie odpowiada(?:c|j)\\b|\\b(?:wygenerowan[aey]|wyslan[aey]) automatycznie\\b|\\bautomatyczn(?:a|e|ie|y) (?:wiadomosc|odpowiedz|wygenerowan\\w+|potwierdzenie|powiadomienie)',
  '\\bneodpovidejte\\b|\\bautomatick[ay]\\w* (?:generovan|vygenerovan|odpoved|zprav|potvrzen|odeslan)\\w*',
  '\\bsvara inte pa\\b|\\bautomatiskt? (?:svar|meddelande|genererat|mejl|utskick|bekraftelse)\\b|\\binte gar att (?:be)?svara\\b|\\bkan inte besvaras\\b',
  '送信専用|自動(?:送信|配信|返信|応答)|このメールに(?:は)?(?:返信|ご返信)|ご返信いただいても|ご返信には?お答え',
  '(?:请勿|請勿|请不要|請不要)(?:直接)?(?:回复|回覆)|(?:系统|系統)?(?:自动|自動)(?:发送|發送|发出|發出|回复|回覆|生成)|系统邮件',
];

/** That somebody, unnamed, will answer within some time. */
const SOON = [
  '\\b\\d{1,3} (?:business |working |werk|labor)?(?:hours?|days?|stunden|tagen?|werktagen?|heures|jours|horas|dias|ore|giorni|uur|dagen|timmar|dagar|hodin|dnu|dni|godzin)\\b|\\d{1,3} ?(?:小时|小時|時間以内|営業日)|\\bwithin (?:one|two|three) (?:business |working )?days?\\b|\\bmeldet sich\\b.{0,30}\\b(?:kurze|umgehend|bald)|\\b(?:zajmie sie|brzy se vam ozveme|meldet sich in kurze)\\b',
  "\\b(?:will|shall|'ll|aim to|strive to|try to|going to)\\b.{0,40}\\b(?:get back|be in touch|respond|reply|contact you|answer|review)\\b.{0,60}\\b(?:within|as soon as|shortly|soon|possible|carefully|hours?|days?)\\b|\\bwithin \\w+ (?:\\w+ )?(?:hours?|days?)\\b|\\b(?:being|be) (?:reviewed|handled|processed|looked (?:at|into))\\b",
  '\\b(?:melden|antworten|bearbeiten|kummern|kuemmern|bearbeitet|beantworten)\\b.{0,40}\\b(?:schnellst|sobald|so schnell|umgehend|kurze|zeitnah|innerhalb|moglich|moeglich)|\\b(?:schnellst\\w+|so schnell wie|umgehend|in kurze|zeitnah|innerhalb von)\\b.{0,40}\\b(?:melden|antworten|bearbeiten|kummern|beantworten|bearbeitet)\\b',
  '\\b(?:repondr\\w+|recontacter\\w*|reviendr\\w+|traiter\\w*|contacter\\w*)\\b.{0,40}\\b(?:meilleurs? delais|brefs? delais|rapidement|bref delai|possible|heures|jours)\\b|\\bdans les (?:meilleurs|plus brefs) delais\\b',
  '\\b(?:pondra|pondremos|responder\\w*|contactar\\w*|atendid[oa]|contestar\\w*)\\b.{0,50}\\b(?:breve|brevedad|posible|pronto|horas|dias|contacto)\\b',
  '\\b(?:ricontatter\\w+|risponder\\w+|contatter\\w+)\\b.{0,40}\\b(?:presto|breve|possibile|prima|ore|giorni)\\b|\\bquanto prima\\b|\\bal piu presto\\b',
  '\\b(?:nemen|reageren|antwoorden|beantwoorden|contact)\\b.{0,50}\\b(?:mogelijk|spoedig|snel|binnen|dagen|uur)\\b|\\bbinnen \\w+ (?:werk)?dagen\\b|\\bzo (?:spoedig|snel) mogelijk\\b',
  '\\b(?:entrara|entraremos|responderemos|contactaremos|contacta-lo|retornaremos)\\b.{0,40}|\\bem breve\\b|\\b(?:mais breve|rapido) possivel\\b',
  '\\b(?:odpowiemy|skontaktujemy sie|skontaktuje sie|udzielimy odpowiedzi|rozpatrzymy)\\b|\\b(?:najszybciej|niezwlocznie|w ciagu \\w+ (?:godzin|dni))\\b',
  '\\b(?:budeme vas|ozveme se|odpovime|kontaktovat vas|kontaktovat)\\b.{0,40}|\\bco nej(?:drive|rychleji)\\b',
  '\\b(?:aterkommer|svarar|hor av oss|kontaktar)\\b.{0,30}\\b(?:snart|snarast|mojligt|inom|fort|vi kan)\\b',
  '(?:担当(?:者)?(?:より|から)|営業日以内|折り返し|内容を確認|順次).{0,20}(?:連絡|返信|回答|対応)|ご?連絡をお待ち',
  '(?:尽快|儘快|盡快|稍后|稍後|\\d+个?(?:小时|工作日)(?:内|內)).{0,10}(?:回复|回覆|处理|處理|联系|聯繫|聯絡|答复)',
];

/** The number under which it goes. */
const NUMBERED =
  /\b(?:ticket|case|request|incident|reference|ref|tracking|vorgangs|anfrage|bearbeitungs|dossier|expediente|pratica|dossiernummer|processo|protocolo|zgloszeni\w+|pozadav\w+|arende)\W{0,3}(?:number|no|nr|n|id|nummer|numero|numer\w*|num|cislo\w*)?\W{0,4}(?:is|lautet|est|es|e|is|to|ar|:)?\W{0,3}#?\W?[a-z]{0,5}-?\d{3,}|\(#?\d{3,}\)|\b(?:unter|sous|con|sob|onder|pod|med|under)\b.{0,25}\b(?:numme?r|numero|numerem|cislem|num)\w*\W{0,3}\w{0,5}-?\d{3,}|\bticketnummer\b|\b(?:number|nummer|numero|numer\w*|nr|no|cislem|codice|code|kod|reference|referenz|referencia|ref)\b\W{0,4}[a-z]{0,4}-?\d{3,}|\b(?:case|ticket|request|vorgang|arende|zgloszenie)\b \W?\d{4,}|(?:受付番号|お問い?合わ?せ番号|チケット番号|编号|編號|工单号|工單號).{0,6}\d{3,}/u;

/** An office speaks: to a customer, or of its own people without their names. */
const OFFICE =
  /\b(?:dear (?:valued |sir|customer|client|applicant|user)|our (?:support |customer |service |sales )?(?:team|staff|agents?|representatives?|specialists?)|(?:a member of|one of) our\b|support (?:team|staff)|customer (?:service|support|care)|help ?desk|help ?cent(?:re|er)|service ?desk|the [\p{L} ]{2,30} team|sehr geehrte damen und herren|sehr geehrte(?:r)? (?:kund|nutzer|bewerber)\w+|unser (?:team|kundenservice|support)|kundenservice|service-?team|support-?team|ihr [\p{L}-]{2,20}-?team|cher(?:e)? client\w*|un conseiller|service clients?|notre equipe|estimad[oa]s? (?:cliente|usuario|senor)|un agente|atencion al cliente|nuestro equipo|gentile (?:cliente|utente)|servizio clienti|il nostro (?:team|staff)|geachte (?:heer|klant|relatie)|klantenservice|ons team|onze medewerkers?|prezad[oa]s? (?:cliente|senhor)|car[oa] cliente|equipa? de|(?:a )?nossa equip[ae]|il nostro team|nossos? (?:atendentes?|equipe|equipa)|szanown[iya] (?:panstwo|klien)\w*|nasz (?:konsultant|zespol|dzial)|zespol (?:wsparcia|obslugi)|biuro obslugi|vazen[ya] (?:zakazni|kliente)\w*|zakaznick[aey]\w* (?:podpor|centrum|servis)\w*|nas tym|kundtjanst|basta kund|vart (?:team|supportteam))\b|お客様|担当者より|担当者から|カスタマー|サポートセンター|尊敬的(?:客户|客戶|用户|用戶)|客服|我们会|我們會/u;

/** Subjects that say nothing else. */
export const CONFIRMING_SUBJECT =
  /^\W*(?:request received|(?:we(?: have|'ve) received|thank(?:s| you) for) your (?:message|e-?mail|request|enquiry|inquiry|application|ticket|interest)|(?:automatic |auto-?)?(?:confirmation|acknowledge?ment) (?:of|for) (?:receipt|your)|ticket (?:created|received|opened)|(?:case|ticket|request) (?:received|created|opened)|your (?:request|message|ticket|application|e-?mail) (?:has been|was) (?:received|created)|eingangsbestatigung|empfangsbestatigung|ihre anfrage (?:bei|ist|wurde)|accuse de reception|confirmation de reception|acuse de recibo|confirmacion de recepcion|conferma (?:di )?(?:ricezione|ricevimento)|ontvangstbevestiging|confirmacao de (?:recebimento|rececao|recepcao)|aviso de recebimento|potwierdzenie (?:otrzymania|przyjecia|rejestracji)|przyjeto zgloszenie|potvrzeni (?:o )?(?:prijeti|obdrzeni)|mottagningsbekraftelse|bekraftelse pa mottaget|(?:自動返信|受付完了|受付(?:確認|のお知らせ))|お問い?合わ?せ(?:ありがとう|を受け?付け|いただき)|(?:已收到您的|收到您的|工单已(?:创建|受理)))/u;

/** Guards against spam that hold a mail until its sender answers or follows a link. */
export const CHALLENGE =
  /\b(?:prove|proves|confirm|verify|show|demonstrate)\b.{0,40}\b(?:you are|you're|sender is)\b.{0,20}\b(?:real|human|person|not a (?:robot|machine|computer|spam\w*))\b|\b(?:list of (?:approved|known|allowed|trusted) senders|(?:approved|allowed) senders list|sender verification|challenge[- ]response|before (?:your|this) (?:message|e-?mail|mail) (?:will|can) be delivered)\b|\b(?:your|the|this) (?:message|e-?mail|mail)\b.{0,60}\b(?:is being held|has been held|was held|is (?:being )?(?:quarantined|on hold)|is waiting in quarantine|held (?:until|in quarantine|for))\b|\bto have (?:your|this) (?:message|e-?mail|mail) delivered\b|\bthis account is protected by\b|(?:click|visit) (?:on )?the\s+following\s+link to (?:have|confirm|verify|deliver)|\bplease confirm (?:your|that) (?:message|you)\b|\bkein (?:roboter|spam-?roboter|automat)\b.{0,60}|\b(?:nachricht|e-?mail|mail)\b.{0,20}\bzuruckgehalten\b|\b(?:bestatigen|bestaetigen)\b.{0,60}\bzugestellt wird\b|\bque vous (?:etes|n'etes pas)\b.{0,20}\b(?:une? (?:vraie )?personne|humain|robot)\b|\b(?:confirm\w+|demuestr\w+|verifi\w+)\b.{0,40}\bque (?:usted )?(?:es una persona|no es un robot)\b|\b(?:conferm\w+|dimostr\w+)\b.{0,40}\b(?:di essere una persona|di non essere un robot)\b|\bgeen (?:spam)?robot\b|\bnao e um robo\b|\bnie (?:jestes|jest pan|jest pani|sa panstwo) (?:robotem|automatem)\b|\bnejste robot\b|\binte ar en robot\b|ロボットでは?な(?:い|く)|不是机器人|非机器人/u;

/** Somebody goes on after the confirmation, or speaks of themselves: no template does. */
export const GOES_ON =
  /\b(?:but|however|aber|jedoch|mais|pero|maar|ale|jednak|bohuzel|leider|unfortunately)\b|, (?:ma|men|mas)\b|但是?|ですが|\b(?:i'm|i've|i'd|i'll|ich|j'ai|je|ik|jag)\b|\bi (?:am|have|had|will|would|can|could|need|think|opened|looked|want|also|just|did|was|talked|checked)\b/u;

/** What a sentence of an acknowledgement says. */
export type Acknowledging = 'taken' | 'automatic' | 'soon' | 'numbered' | 'office';

const PATTERNS: readonly (readonly [Acknowledging, readonly RegExp[]])[] = [
  ['taken', TAKEN.map((words) => new RegExp(words, 'u'))],
  ['automatic', AUTOMATIC.map((words) => new RegExp(words, 'u'))],
  ['soon', SOON.map((words) => new RegExp(words, 'u'))],
  ['numbered', [NUMBERED]],
  ['office', [OFFICE]],
];

/** What one folded sentence says of it. */
export function acknowledging(sentence: string): Acknowledging[] {
  return PATTERNS.filter(([, words]) => words.some((word) => word.test(sentence))).map(([what]) => what);
}
