export { FEED_CHANNEL, recordEvent, recordEvents, retractEvent, type NewEvent } from './ledger';
export { datesInLedger, refreshLastActivity } from './contact-dates';
export { refreshMarketingReplies } from './marketing-replies';
export { ledgerBeginsAt } from './ledger-begins';
