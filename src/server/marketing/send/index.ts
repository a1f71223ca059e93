export {
  beginSending,
  cancelSending,
  makeAutomatic,
  pauseBySystem,
  pauseSending,
  resumeSending,
  scheduleSending,
  sendAgain,
  unschedule,
  type SendRefusal,
  type Sent,
} from './control';
export { dkimKey, type DkimKey, type DkimRecord } from './dkim';
export {
  closeMarketingTransport,
  marketingSendJobs,
  marketingSmtpOf,
  openMarketingTransport,
  startMarketingJobs,
} from './jobs';
export { sendingProgress, unclearCopies } from './progress';
export { sendOne, type SentOne } from './single';
export { testSend, type TestRefusal } from './test-send';
export { type MarketingSmtp, type MarketingTransport } from './transport';
