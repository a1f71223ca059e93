/** What mail systems write of a mail that did not arrive, or not yet, over folded text (`fold`), by language. */

const ENGLISH = [
  "\\b(?:has|have|was|were|did)(?: not|n't) (?:been )?deliver(?:ed)?\\b|\\bdelayed (?:mail|message|e-?mail)\\b|\\b(?:error|problem)\\b.{0,30}\\b(?:while |when )?(?:trying to deliver|delivering|delivery)\\b|\\b(?:message|mail|e-?mail) (?:was |has been )?(?:blocked|rejected|bounced|refused)\\b|\\bdelivery incomplete\\b|\\bcouldn't be found, or is unable to receive\\b",
  "\\b(?:could ?n[o']t|can ?not|can't|was ?n[o']t|were not|unable to|not able to|failed to|not been|not be|never)\\b.{0,12}\\b(?:sent|send|deliver(?:ed|able)?|reach(?:ed)?|relay(?:ed)?|transmit(?:ted)?|forwarded|dispatched|delivering)\\b",
  '\\b(?:delivery|mail|message|e-?mail|recipients?)\\b.{0,60}\\b(?:failed|fails|failure|delayed|undeliverable|not delivered|rejected|refused|bounced|blocked|returned)\\b',
  '\\bfailed (?:mail|delivery|recipients?)\\b|\\bdelivery of .{0,60} (?:has been )?postponed|\\bundeliver(?:able|ed)\\b|\\breturned (?:mail|e-?mail|message)|\\bnon-?deliver(?:y|able)\\b|\\bdid not reach\\b|\\bnot yet been delivered\\b|\\bmessage not delivered\\b',
  '\\b(?:permanent|fatal|transient) (?:fatal )?(?:errors?|failure)\\b|\\breturn(?:ed|ing) (?:message |mail )?to sender\\b|\\bfailure notice\\b|\\bdelivery (?:status notification|errors?|attempts?|problems?|failure|report)\\b|\\berror (?:delivering|sending|in processing)|\\bmail system error\\b|\\btranscript of session\\b|\\bsession transcript\\b',
  "\\b(?:users?|recipients?|mail ?box|address|host|domain|account|inbox)\\b.{0,25}\\b(?:unknown|not found|full|unavailable|rejected|(?:does|do|did) not exist|doesn't exist|disabled|exceed\\w*|over ?quota|invalid|inactive|suspended|not (?:listed|valid|active|recognized|available))\\b|\\bunknown (?:user|recipient|host|address|mailbox)\\b|\\bno such (?:user|person|recipient|address|mailbox|domain)\\b|\\bnot a valid (?:user|address|recipient|mailbox)\\b|\\bno longer accepts mail\\b|\\bquota exceeded\\b|\\bover (?:its )?quota\\b|\\binvalid (?:recipient|address|user|mailbox)\\b|\\bno mailbox here\\b|\\bcouldn't be found\\b|\\brelay(?:ing)? (?:access )?denied\\b",
];
const GERMAN = [
  '\\bzustellung (?:unvollstandig|nicht moglich|gescheitert)\\b|\\bbei der zustellung\\b.{0,80}\\bproblem|\\b(?:nachricht|e-?mail|mail)\\b.{0,40}\\b(?:blockiert|abgelehnt|abgewiesen|zuruckgewiesen)\\b|\\bwurde nicht gefunden\\b|\\bzustellung\\b.{0,30}\\bverzogert',
  '\\bunzustellbar|\\bnicht (?:zu(?:ge)?stell(?:t|bar)|ausgeliefert|ubermittelt|uebermittelt|versendet|angenommen|zugestellt werden)|\\bkonnte\\b.{0,80}\\bnicht\\b.{0,50}\\b(?:zugestellt|ubermittelt|uebermittelt|ausgeliefert|gesendet|gefunden|versendet)|\\bzustell(?:ung|fehler|ungsfehler)\\b.{0,70}\\b(?:fehlgeschlagen|gescheitert|nicht moglich|verzogert|fehler)|\\bfehler bei der (?:nachrichten)?zustellung|\\bzustellung (?:fehlgeschlagen|verzogert)|\\bhat sich verzogert\\b|\\bzustell(?:fehler|ungsfehler)|\\b(?:empfanger|benutzer|adresse)\\b.{0,60}\\b(?:unbekannt|existiert nicht|nicht bekannt|nicht gefunden)|\\bpostfach (?:ist )?(?:voll|uberfullt)',
];
const FRENCH = [
  "\\b(?:message|courriel|e-?mail)\\b.{0,30}\\b(?:bloque|rejete|refuse|retourne)\\b|\\bdistribution\\b.{0,40}\\b(?:echoue|impossible|incomplete|retardee)\\b|\\bn'a pas pu etre\\b|\\bpas (?:ete )?(?:distribue|remis|livre)\\b|\\bsaturee?\\b",
  "\\bnon[- ](?:remis|remise|distribu|delivr)|\\bechec de (?:la )?(?:remise|livraison|distribution|l'envoi)|\\bn'a(?:i)? (?:pas )?(?:pu )?(?:etre |pas ete |ete )?(?:remis|livr|distribu|delivr|achemine|transmis)|\\bn'a pas (?:pu etre|ete) (?:remis|livr|distribu|delivr|achemine|transmis|envoye)\\w*|\\bimpossible de (?:distribuer|remettre|delivrer|livrer)|\\bremise\\b.{0,40}\\bretard|\\b(?:utilisateur|destinataire|adresse|boite)\\b.{0,50}\\b(?:inconnu|introuvable|pleine|n'existe|invalide|inexistant)|\\bboite aux lettres pleine",
];
const SPANISH = [
  '\\bno se puede entregar\\b|\\b(?:mensaje|correo)\\b.{0,30}\\b(?:bloqueado|rechazado|devuelto)\\b|\\bno se encontro la direccion\\b|\\bentrega (?:incompleta|fallida)\\b|\\bno (?:ha podido|pudo) (?:ser )?entregarse\\b',
  '\\bno (?:se (?:ha podido|pudo|puede)|pudo|ha podido|ha sido posible|fue posible)\\b.{0,15}\\b(?:ser )?(?:entreg|envi)\\w+|\\bno entregad[oa]|\\berror (?:de|en la|al) (?:entrega|enviar|entregar)|\\bcorreo devuelto|\\bmensaje (?:devuelto|rechazado)|\\bentrega\\b.{0,50}\\b(?:retras|fall|demor)\\w+|\\b(?:usuario|destinatario|direccion|buzon)\\b.{0,60}\\b(?:desconocid[oa]|no existe|lleno|no se encontro|invalid[oa]|inexistente)',
];
const ITALIAN = [
  "\\brecapito non riuscito\\b|\\bimpossibile trovare l'indirizzo\\b|\\bnon recapitabile\\b|\\b(?:messaggio|e-?mail)\\b.{0,30}\\b(?:bloccat|respint|rifiutat|restituit)[oa]\\b|\\bconsegna incompleta\\b|\\brecapito\\b.{0,30}\\b(?:fallito|ritardat\\w+)\\b",
  '\\bmancata consegna|\\bnon (?:e stato|puo|e|potuto|e stato possibile)\\b.{0,20}\\b(?:consegn|recapit)\\w+|\\bimpossibile (?:recapitare|consegnare)|\\bnon recapitabile|\\bconsegna\\b.{0,60}\\b(?:non riuscita|ritard\\w*|fallita)|\\berrore (?:di|nella|durante la) (?:recapito|consegna)|\\b(?:utente|destinatario|indirizzo|casella)\\b.{0,60}\\b(?:sconosciut[oa]|non esiste|piena|inesistente|non e stato trovato|non valido)',
];
const DUTCH = [
  '\\b(?:bericht|e-?mail)\\b.{0,30}\\b(?:geblokkeerd|geweigerd|geretourneerd|afgewezen)\\b|\\bkan niet worden gevonden\\b|\\bbezorging\\b.{0,30}\\b(?:onvolledig|mislukt|vertraagd)\\b',
  '\\b(?:niet|kon niet|kan niet|kunnen niet)\\b.{0,20}\\b(?:bezorgd|afgeleverd|geleverd|verzonden|besteld)|\\bonbestelbaar|\\bbezorg(?:en|ing)\\b.{0,60}\\b(?:mislukt|vertraagd|niet gelukt)|\\bfout bij (?:aflevering|bezorging|het (?:afleveren|bezorgen))|\\b(?:gebruiker|adres|mailbox|geadresseerde|postvak)\\b.{0,60}\\b(?:onbekend|bestaat niet|vol|niet gevonden|ongeldig)|\\bonbekende gebruiker',
];
const PORTUGUESE = [
  '\\bnao (?:e|foi) possivel entregar\\b|\\b(?:mensagem|e-?mail)\\b.{0,30}\\b(?:bloquead|rejeitad|recusad|devolvid)[oa]\\b|\\bnao foi encontrado\\b|\\bentrega incompleta\\b|\\bnao (?:pode|poude) ser entregue\\b',
  '\\bnao (?:foi (?:possivel )?|pode ser |pode |sera )?(?:entreg|envia)\\w*|\\bnao entregue|\\bfalha (?:na|de) entrega|\\berro (?:de|na) entrega|\\bentrega\\b.{0,60}\\b(?:atrasad|falh)\\w+|\\b(?:usuario|utilizador|destinatario|endereco|caixa)\\b.{0,60}\\b(?:desconhecid[oa]|nao existe|chei[oa]|nao foi encontrado|invalid[oa]|inexistente)|\\bmensagem devolvida',
];
const POLISH = [
  '\\b(?:wiadomosc|e-?mail)\\b.{0,30}\\b(?:zablokowan|odrzucon|zwrocon)\\w*|\\bnie (?:mozna|udalo sie) (?:odnalezc|znalezc)\\b|\\bniekompletne dostarczenie\\b|\\bprzekroczony limit\\b',
  '\\b(?:nie|niemozliwe)\\b.{0,40}\\b(?:dostarcz|dorecz)\\w*|\\b(?:dostarcz|dorecz)\\w+\\b.{0,80}\\b(?:nie powiodl\\w*|niemozliwe|opozni\\w*|nieudan\\w*|blad)|\\bniedostarcz|\\bniedorecz|\\bopoznieni[ea] (?:dostarcz|dorecz)|\\bblad (?:dorecz|dostarcz)|\\bzwrot (?:niedostarczonej )?(?:poczty|wiadomosci)|\\b(?:uzytkownik|adres|skrzynka|odbiorca)\\b.{0,50}\\b(?:nieznany|nie istnieje|przepeln|pelna|nie znaleziono)|\\bnieznany (?:uzytkownik|odbiorca)',
];
const CZECH = [
  '\\b(?:zprava|e-?mail)\\b.{0,30}\\b(?:zablokovan|odmitnut|vracen)\\w*|\\bnebylo mozne najit\\b|\\bdoruceni\\b.{0,60}\\bselhalo\\b',
  '\\b(?:nelze|nepodarilo se|nebyla?|nebylo|nemohla? byt|nemohlo byt)\\b.{0,40}\\bdoruc\\w*|\\bnedoruc\\w+|\\bdoruc\\w+\\b.{0,60}\\b(?:nezdaril\\w*|zpozd\\w*|selhal\\w*|chyb\\w*)|\\bchyba (?:pri )?doruc|\\b(?:uzivatel|adresa|schranka|prijemce)\\b.{0,50}\\b(?:neznam\\w*|neexistuje|plna|nenalezen\\w*)|\\bneznamy (?:uzivatel|prijemce)|\\bnedorucitel',
];
const SWEDISH = [
  '\\b(?:meddelande\\w*|mejlet|e-?post\\w*)\\b.{0,30}\\b(?:blockerades|avvisades|returnerades|stoppades)\\b|\\bgick inte att leverera\\b|\\bgar inte att leverera\\b',
  '\\b(?:kunde|kan|gick|gar|blev|har|ble)\\b.{0,15}\\b(?:inte|ikke|ej)\\b.{0,20}\\b(?:lever\\w*|skick\\w*|send\\w*|aflever\\w*|levereres)|\\blevererades inte|\\bolevererbar|\\blever(?:ansfel|ansen)\\b.{0,60}\\b(?:forsen\\w*|misslyck\\w*)|\\bleveransfel|\\b(?:anvandare|adress\\w*|brevlada\\w*|mottagare\\w*|bruger|postkasse\\w*|mottaker\\w*)\\b.{0,60}\\b(?:okand|finns inte|full|hittades inte|ukendt|findes ikke|finnes ikke)|\\bokand (?:anvandare|mottagare)|\\bkunne ikke (?:leveres|sendes|afleveres)|\\bikke levert',
];
const JAPANESE = [
  '(?:送信|配信|配達|送達)(?:できません|されません|に失敗|不能|エラー)|(?:拒否|返送|ブロック)されました|アドレスが見つかり',
  '配信(?:でき|不能|エラー|に失敗|の失敗|が遅|の遅延|失敗)|送信(?:できま|でき(?:ず|なか)|エラー|に失敗)|届けることができま|配達(?:でき|不能)|エラーメール|(?:宛先|あて先|ユーザー|アドレス|アカウント)(?:が|は)?(?:不明|見つかり|存在し|見つから)|不達|お届けできま|メールボックスがいっぱい|受信者.{0,12}(?:見つかり|存在)',
];
const CHINESE = [
  '未送达|未送達|未能送达|无法送达|(?:传递|傳遞|投递|投遞|发送|發送)失败|(?:被|已被)(?:拒绝|拒絕|拦截|攔截|退回)|找不到您?输入的',
  '退信|被退回|退回(?:邮件|郵件|的)?|(?:无法|無法|未能|不能|没有|沒有).{0,24}(?:投递|投遞|送达|送達|发送|發送|传递|傳遞|传送|傳送|遞送)|投递失败|投遞失敗|发送失败|發送失敗|(?:用户|用戶|收件人|邮箱|郵箱|信箱|地址|帐号|帳號).{0,12}(?:不存在|已满|已滿|未找到|無效|无效|不可用)|(?:传递|傳遞|投递|投遞|送达|送達).{0,8}(?:延迟|延遲|失败|失敗)|找不到.{0,12}(?:地址|收件人|邮箱)',
];
const OTHERS = [
  'не может быть (?:доставлен|отправлен)|не был\\w* доставлен|возвращен|kunne ikke leveres|toimitus epaonnistui|kezbesites sikertelen|iletilemedi|livrare esuata|배달하지 못|전달되지 못',
  '(?:^|[^а-я])не (?:может быть |было |удалось |была )?достав|недостав|(?:пользователь|адрес|ящик).{0,30}(?:не существует|не наиден|переполнен)|\\bei (?:voitu|voida) toimittaa|\\bnem (?:sikerult )?kezbesit|\\bteslim edilemedi|\\bnu a putut fi livrat|δεν (?:ηταν δυνατη|παραδοθηκε)|전송(?:되지|할 수)|배달(?:되지|할 수)|반송',
];

/** The words of a mail that did not arrive. */
export const UNDELIVERED = [
  ENGLISH,
  GERMAN,
  FRENCH,
  SPANISH,
  ITALIAN,
  DUTCH,
  PORTUGUESE,
  POLISH,
  CZECH,
  SWEDISH,
  JAPANESE,
  CHINESE,
  OTHERS,
].map((words) => new RegExp(words.join('|'), 'u'));

/** The words of a mail that is still being tried. */
export const DELAYED =
  /\b(?:delay(?:ed)?|warning|will (?:be |keep |continue )?(?:re)?try|still (?:being )?(?:trying|retried)|not yet been delivered|temporarily|no action is required|you do not need to (?:resend|do anything)|delivery attempts will continue|could not send (?:mail|message) for past|keep trying|verzogert|retarde|retardee|retrasad[oa]|retrasado|ritard(?:ata|ato|o)|opozni\w*|nie zostala jeszcze|vertraagd|forsena?d|zpozd\w*|atrasad[oa]|отложен)|配信が?の?遅|再送を試み|延迟|延遲|稍后重试/u;
