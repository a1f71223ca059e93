export { clickMap } from './click-map';
export { engagementCsv, messageRecipientsCsv, spanRecipientsCsv } from './csv';
export { engagement } from './engagement';
export { messageReport } from './message-report';
export { numbersOfMessages } from './of-messages';
export { recipientsInSpan, recipientsOf } from './recipients';
export { repliesOf } from './replies';
