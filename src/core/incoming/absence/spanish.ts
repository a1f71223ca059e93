import type { NoteWords } from './language';

export const spanish: NoteWords = {
  away: [
    '\\b(?:estoy|me encuentro|estare)\\b.{0,25}\\b(?:en (?:una )?(?:formacion|reunion|conferencia|feria)|enferm[oa])\\b',
    '\\bhoy no (?:trabajo|estoy)\\b|\\btengo (?:el )?dia libre\\b',
    '\\boficinas?\\b.{0,25}\\b(?:cierran?|cerraran?)\\b',
    '\\b(?:estoy|estare|me encuentro|me encontrare|actualmente|estamos|estaremos|permanecere)\\b.{0,60}\\b(?:fuera(?: de (?:la |mi )?(?:oficina|despacho|pais|ciudad))?|de (?:vacaciones|viaje|baja|permiso|licencia)|ausentes?|en (?:un )?(?:viaje|congreso|curso|licencia)|en (?:periodo|mis) (?:de )?vacaciones|disfrutando de|indispuest[oa])\\b',
    '\\bno (?:estoy|estare|me encuentro|me encontrare|estamos|estaremos)\\b.{0,25}\\b(?:en (?:la|mi) oficina|disponibles?|localizable|en el despacho|operativ[oa]s?)',
    '\\b(?:nuestras?|la|las) oficinas?\\b.{0,40}\\bcerradas?\\b|\\bpermaneceran? cerrad[oa]s?\\b',
    '^(?:fuera de (?:la )?oficina|ausente|de vacaciones)\\b',
  ],
  back: [
    '\\b(?:reabrimos|reabriremos|reapertura)\\b',
    '\\b(?:vuelvo|volvere|regreso|regresare|regresando|mi (?:vuelta|regreso|retorno)|de (?:vuelta|regreso)|me reincorporo|me reincorporare|reincorporacion|retornare|retorno|estare disponible)\\b',
    '\\b(?:oficina|vacaciones|ausente|viaje|baja|fuera|permiso|licencia|disponible|cerradas?)\\b.{0,40}\\b(?:hasta|desde|del \\d|del dia|entre el|a partir)\\b',
    '\\bhasta nuevo aviso\\b',
  ],
  later: [
    '\\bacceso\\b.{0,25}\\b(?:limitado|restringido|intermitente|esporadico|reducido|a(?:l)? (?:mi |mis )?(?:correo|e-?mail|email))|\\b(?:sin|no (?:tendre|tengo)|poco|limitado)\\b.{0,15}\\bacceso\\b',
    '\\b(?:respondere|contestare|atendere|contactare|respondo|contesto|me pondre en contacto|leere|responderle|contestarle)\\b',
    '\\b(?:no (?:sera|seran|leere|podre|voy a))\\b.{0,30}\\b(?:reenviad|leid|correo|responder|contestar|atender|leer)',
    '\\ba mi (?:regreso|vuelta|retorno)\\b|\\ben cuanto (?:regrese|vuelva|me sea posible|pueda)\\b',
  ],
  turnTo: [
    '\\bsi es (?:muy )?urgente\\b|\\batendera\\b.{0,20}\\b(?:sus|tus|los) (?:correos|mensajes|asuntos)\\b',
    '\\b(?:en caso de (?:urgencia|emergencia|necesidad|ser urgente)|(?:asuntos?|temas?|casos?|cuestion(?:es)?|consultas?) urgentes?|si (?:es|su|necesita|se trata|tiene|requiere).{0,50}\\b(?:urgen\\w+|inmediat\\w+)|cualquier urgencia|urgencias)\\b',
    '\\bdurante (?:mi|este|nuestra|esta) (?:ausencia|periodo|tiempo)\\b|\\ben mi ausencia\\b',
    '\\b(?:por favor|contacte|contacten|contactar|pongase|ponerse|puede[ns]?|dirijase|dirigirse|escriba|llame|comuniquese|rogamos|ruego)\\b.{0,50}\\b(?:contact\\w+|con|dirij\\w+|dirigirse|escrib\\w+|llam\\w+|comunic\\w+|a)\\b',
  ],
  thanks: [
    '\\bgracias por (?:su|tu) (?:comprension|paciencia)\\b|\\bdisculpen? las molestias\\b',
    '\\b(?:muchas )?gracias por\\b.{0,12}\\b(?:su|tu|vuestro|contactar|contactarme|escribir\\w*|ponerse|el)\\b',
    '\\bhe recibido (?:su|tu) (?:correo|mensaje|e-?mail)\\b|\\b(?:su|tu) (?:correo|mensaje|e-?mail)\\b.{0,15}\\b(?:ha sido recibido|recibido)',
    '\\b(?:le )?agradezco su (?:correo|mensaje|e-?mail)\\b',
  ],
  automatic: [
    '\\b(?:respuesta|mensaje|correo|e-?mail)\\b.{0,15}\\bautomatic[oa]\\b|\\bgenerad[oa] automaticamente|\\bautomaticamente\\b',
    '\\bno respond(?:a|er|as) a este\\b',
  ],
  gone: [
    '\\bya no (?:trabaj[ao]|forma parte|formo parte|pertenece|pertenezco|labora|laboro|esta|estoy|se encuentra|presta)\\b|\\bha dejado (?:de trabajar|la empresa|la compania|nuestra)|\\bhe dejado (?:de trabajar|la empresa|la compania)|\\bdejo de (?:trabajar|laborar|prestar)|\\bno trabaja (?:mas|ya)\\b',
    '\\b(?:me he|se ha) jubilado\\b|\\bestoy jubilad[oa]\\b',
  ],
  unread: [
    '\\b(?:buzon|direccion|cuenta|correo|e-?mail)\\b.{0,50}\\b(?:ya no|no (?:esta|es|se) (?:activ|monitore|atendid|revis|lee|utiliz)\\w*|desactivad[oa]|dad[oa] de baja|inactiv[oa]|fuera de (?:uso|servicio)|ha sido cerrad)',
  ],
  person: [
    '\\b(?:estuve|he estado|estaba)\\b',
    '\\b(?:perdon\\w*|disculp\\w*|siento)\\b.{0,25}\\b(?:tardanza|retraso|demora|tardar)',
    '\\b(?:me llego|recibi|he recibido)\\b.{0,25}\\b(?:automatic|devuelt|fuera de)',
    '\\b(?:envi|mand|d|dig|llam|confirm|pas)\\w*me\\b|\\bnecesito\\b',
    '\\bahora (?:lo |la )?(?:llevo|soy|me encargo)\\b|\\bme encargo yo\\b',
  ],
  closing: [
    '(?:un |muchos |cordiales )?(?:cordial )?saludos?',
    'atentamente',
    'atte\\.?',
    'cordialmente',
    'un abrazo',
    'reciba un',
    'gracias[,.!]?$',
    'muchas gracias[,.!]?$',
  ],
  automaticSubject: [
    'respuesta automatica',
    'mensaje automatico',
    'auto-?respuesta',
    'contestacion automatica',
    'aviso de ausencia',
    'notificacion de ausencia',
  ],
  absentSubject: [
    '(?:estoy )?fuera de (?:la )?oficina',
    'ausente',
    'ausencia(?: de (?:la )?oficina)?',
    '(?:estoy )?de vacaciones',
    'vacaciones',
    'no estoy en la oficina',
  ],
};
