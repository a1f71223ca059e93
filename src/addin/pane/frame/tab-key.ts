/** Fluent's marks of where a part begins and ends; whoever comes to one is sent on. */
const MARKS = '[data-tabster-dummy][tabindex="0"]';

/**
 * In Outlook on the web office.js moves the focus itself at each press of Tab, to whatever has a tab index, and tells
 * Outlook when there is nothing more: only so does the focus leave the pane. Fluent's marks would send it back for
 * ever, so they are no stops while a Tab is under way; in a dialog they are what keeps the focus there, and stay.
 */
export function letTabOut(page: Document): void {
  page.defaultView?.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Tab' || page.querySelector('[aria-modal="true"]') !== null) return;
      const marks = [...page.querySelectorAll<HTMLElement>(MARKS)];
      for (const mark of marks) mark.tabIndex = -1;
      setTimeout(() => {
        for (const mark of marks) mark.tabIndex = 0;
      });
    },
    true,
  );
}
