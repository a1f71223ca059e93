/** What answers put before a subject: Re: in the languages of Outlook and Gmail. */
export const ANSWER_PREFIX =
  /^\s*(?:re|aw|sv|odp|antw|res|rif|rv|r|vs|ref|vá|ynt|atb|回复|回覆|答复|返信|답장)\s*[:：]/iu;
