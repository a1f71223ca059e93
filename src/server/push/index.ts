export type { PushCounts } from './counts';
export { readEndpoint } from './endpoint';
export { pushJobs } from './jobs';
export { notificationSettings, tellUser } from './notices';
export { notePresence } from './presence';
export { type PushAnswer, type PushPost, type PushRequest } from './post';
export { subscribe, unsubscribe, usableKeys } from './subscriptions';
export { vapidKey } from './vapid';
export { noticeView } from './view';
