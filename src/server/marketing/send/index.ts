export {
  beginSending,
  cancelSending,
  makeAutomatic,
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
export { pauseBySystem } from './system-pause';
export { testSend, type TestRefusal } from './test-send';
export { type MarketingSmtp, type MarketingTransport } from './transport';
