export { FEED_CHANNEL, recordEvent, recordEvents, retractEvent, type NewEvent } from './ledger';
export { datesInLedger, refreshLastActivity } from './contact-dates';
export { ledgerBeginsAt } from './ledger-begins';
