import type { NoteWords } from './language';

export const portuguese: NoteWords = {
  away: [
    '\\b(?:estaremos|estamos|encontramo-nos)\\b.{0,30}\\b(?:encerrad|fechad|ausent|de ferias)\\w*|\\bencerrad[oa]s? para (?:ferias|balanco)\\b|\\b(?:encontro-me|estou|estarei)\\b.{0,30}\\b(?:fora|ausente|doente|de baixa|de atestado|de licenca|em viagem)\\b|\\btrabalho (?:apenas|so|a tempo parcial|meio periodo)\\b',
    '\\b(?:empresa|loja|servicos|escritorios?)\\b.{0,30}\\b(?:estara|estarao|encontra-se)\\b.{0,15}\\b(?:encerrad|fechad)\\w*',
    '\\b(?:estou|estarei|encontro-me)\\b.{0,25}\\b(?:em (?:formacao|reuniao|treinamento|conferencia|curso)|num curso|doente)\\b',
    '\\bhoje nao trabalho\\b|\\bposso demorar a responder\\b',
    '\\bescritorio\\b.{0,25}\\b(?:fecha|encerra|estara fechado)\\b',
    '\\b(?:estou|estarei|encontro-me|encontrar-me-ei|me encontro|estamos|estaremos|atualmente|actualmente|no momento|ficarei)\\b.{0,60}\\b(?:fora(?: do (?:escritorio|pais|gabinete)| da (?:empresa|cidade))?|ausentes?|de (?:ferias|licenca|folga|baixa|viagem)|em (?:viagem|ferias|licenca|formacao|gozo|periodo de ferias|licenca-maternidade)|afastad[oa]|indisponivel|em deslocacao|doente)\\b',
    '\\bnao (?:estou|estarei|me encontro|estamos|estaremos)\\b.{0,20}\\b(?:no escritorio|disponivel|na empresa|contactavel|presente|disponiveis)',
    '\\b(?:o nosso|nosso|o|os nossos) escritorios?\\b.{0,40}\\b(?:fechad|encerrad)',
    '^(?:fora do escritorio|ausente|de ferias)\\b',
  ],
  back: [
    '\\b(?:reabrimos|reabriremos|reabertura)\\b',
    '\\b(?:regresso|regressarei|regressando|voltarei|volto|retorno|retornarei|retornando|de volta|estarei de regresso|regressar|estarei disponivel)\\b',
    '\\b(?:escritorio|ausente|ferias|viagem|fora|licenca|baixa|indisponivel|encerrad[oa]s?|fechad[oa]s?|folga|formacao|disponivel|empresa)\\b.{0,30}\\b(?:ate|desde|a partir|de \\d|entre|do dia)\\b',
    '\\bate (?:novo aviso|nova informacao|ao meu regresso)\\b',
  ],
  later: [
    '\\bacesso\\b.{0,25}\\b(?:limitado|restrito|reduzido|ao (?:meu )?(?:e-?mail|correio)|esporadico|intermitente)|\\b(?:sem|nao (?:terei|tenho)|pouco)\\b.{0,15}\\bacesso\\b',
    '\\b(?:responderei|respondo|entrarei em contat?cto|retornarei|lerei|responder)\\b',
    '\\bnao (?:sera|serao|vou|lerei|poderei)\\b.{0,30}\\b(?:reencaminhad|encaminhad|lid|responder|ler|consultar)',
    '\\b(?:no|apos o|depois do|quando do) meu (?:regresso|retorno)\\b|\\bassim que (?:possivel|regressar|retornar|voltar|puder)\\b|\\bo mais (?:breve|rapido) possivel\\b',
  ],
  turnTo: [
    '\\bfale com\\b|\\bligue para\\b|\\bescreva para\\b|\\benvie (?:um|o seu|a sua)\\b|\\bminha substitut[ao]\\b|\\bmeu substituto\\b',
    '\\b(?:em caso de (?:urgencia|emergencia|necessidade)|(?:assuntos?|casos?|questoes|demandas|situacoes|temas) urgentes?|se (?:for|o assunto|e|for algo|precisar|necessitar).{0,30}\\b(?:urgente|imediat\\w+|ajuda)|urgencias)\\b|\\bfor urgente\\b',
    '\\b(?:durante|na) (?:a )?(?:minha|este|esse) (?:ausencia|periodo)\\b',
    '\\b(?:por favor|favor|contact[ea]r?|contat[ea]r?|entre|entrar|queira|podera?|pode|solicito|agradeco que|dirija)\\b.{0,40}\\b(?:em contat?cto|contact\\w+|contat\\w+|dirij\\w+|ligar?|escrev\\w+|com|procur\\w+|o meu|a minha|meu|minha|a|o)\\b',
  ],
  thanks: [
    '\\b(?:obrigad[oa]|grat[oa]|agradeco|agradecemos) (?:pela|a) (?:sua )?(?:compreensao|paciencia)\\b',
    '\\b(?:muito )?(?:obrigad[oa]|agradeco|agradecemos|grat[oa])\\b.{0,5}\\b(?:pel[oa]|por|o|a)\\b.{0,12}\\b(?:seu|sua|teu|tua|vosso|vossa|contat?cto|e-?mail|mensagem|ter)\\b',
    '\\brecebi (?:o seu|a sua|sua|seu)\\b',
  ],
  automatic: [
    '\\b(?:resposta|mensagem|e-?mail)\\b.{0,15}\\bautomatic[oa]\\b|\\bgerad[oa] automaticamente|\\bautomaticamente\\b',
    '\\bnao respond(?:a|er) a est[ea]\\b',
  ],
  gone: [
    '\\b(?:ja )?nao (?:trabalh[ao]|faz|faco|pertence|pertenco|integra|colabora|exerc[eo]|esta|estou)\\b.{0,12}\\b(?:mais|parte|na empresa|nesta|connosco|conosco)\\b|\\bja nao (?:trabalh[ao]|colabora|faz|faco|pertence|esta)\\b|\\bdeix(?:ou|ei) (?:a empresa|de trabalhar|a companhia|de (?:fazer|pertencer|exercer|integrar))|\\bnao mais (?:trabalha|faz)|\\bfoi desligad[oa]|\\bsai da empresa',
    '\\b(?:reformei-me|aposentei-me|se aposentou|reformou-se|aposentou-se|me aposentei)\\b',
  ],
  unread: [
    '\\beste? (?:endereco|e-?mail|conta)\\b.{0,50}\\b(?:desativad|desactivad|ja nao|nao (?:e|esta)|descontinuad|encerrad)\\w*',
    '\\b(?:caixa|endereco|conta|e-?mail|correio)\\b.{0,50}\\b(?:ja nao|nao (?:e|esta|se encontra)? ?(?:mais|monitorizad|monitorad|lid|ativ|activ|utilizad|verificad)\\w*|desativad[oa]|desactivad[oa]|inativ[oa]|inactiv[oa]|encerrad[oa]|descontinuad[oa])',
  ],
  person: [
    '\\b(?:podemos|pode|consegue|poderia|ainda (?:vale|esta))\\b.{0,60}\\?|\\b(?:aceitamos|aceito|confirmo|confirmamos|avancamos)\\b',
    '\\b(?:estive|estava)\\b',
    '\\b(?:desculp\\w+|perdao|lamento)\\b.{0,15}\\b(?:demora|atraso)',
    '\\b(?:recebi|chegou-me)\\b.{0,25}\\b(?:resposta automatica|mensagem automatica|devolvid)',
    '\\b(?:envie|mande|diga|ligue|confirme|passe)-?(?: |-)?me\\b|\\bpreciso d[eoa]s?\\b',
    '\\bagora (?:sou eu|eu)\\b|\\bassumi (?:o|a|os|as)\\b',
  ],
  closing: [
    '(?:com )?(?:os )?(?:melhores|meus|atenciosos|cordiais) cumprimentos',
    'cumprimentos',
    'atenciosamente',
    'att\\.?',
    'cordialmente',
    '(?:um )?abracos?',
    'saudacoes',
    'obrigad[oa][,.!]?$',
    'bom dia de trabalho',
  ],
  automaticSubject: [
    'resposta automatica',
    'mensagem automatica',
    'auto-?resposta',
    'aviso de ausencia',
    'notificacao de ausencia',
  ],
  absentSubject: [
    '(?:estou )?fora do escritorio',
    'fora da empresa',
    'ausencia(?: temporaria| do escritorio)?',
    'ausente',
    '(?:estou )?de ferias',
    'ferias',
  ],
};
