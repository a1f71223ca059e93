import type { CompletedContext } from './launch';
import type { Draft } from './draft';

/** What an add-in of somebody else does with a mail after ours. */
export const OTHER_ADDINS = ['refusesOnce', 'appendsDisclaimer', 'rewritesHtml'] as const;
export type OtherAddin = (typeof OTHER_ADDINS)[number];

export const OTHER_NAME = 'Fairline Compliance';

export const REFUSAL: CompletedContext = {
  allowEvent: false,
  errorMessage: 'Please check the recipients, then press Send again.',
  cancelLabel: '',
  commandId: '',
  contextData: '',
};

export const DISCLAIMER =
  '<div style="font-size:8pt;color:#666666"><hr>This message is confidential. <a href="https://fairline.example/disclaimer?l=en&amp;v=2">Fairline disclaimer</a></div>';

/** The mail as the other add-in leaves it. `reserialise`: HTML as a browser reads it and writes it again. */
export function changedByOthers(
  draft: Draft,
  others: readonly OtherAddin[],
  reserialise: (html: string) => string,
): Draft {
  if (draft.body.type !== 'html') return draft;
  let { content } = draft.body;
  if (others.includes('rewritesHtml')) content = reserialise(content);
  if (others.includes('appendsDisclaimer')) {
    const end = content.toLowerCase().lastIndexOf('</body');
    content = end < 0 ? content + DISCLAIMER : content.slice(0, end) + DISCLAIMER + content.slice(end);
  }
  return content === draft.body.content ? draft : { ...draft, body: { ...draft.body, content } };
}
