export { FEED_CHANNEL, recordEvent, retractEvent, type NewEvent } from './ledger';
