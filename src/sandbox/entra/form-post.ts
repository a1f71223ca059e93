/** Sends the only form of the page: `response_mode=form_post` without a click. */
document.forms[0]?.submit();

export {};
