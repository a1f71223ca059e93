export { readEndpoint } from './endpoint';
export { pushJobs } from './jobs';
export { notificationSettings, tellUser } from './notices';
export { type PushAnswer, type PushPost, type PushRequest } from './post';
export { subscribe, unsubscribe, usableKeys } from './subscriptions';
export { vapidKey } from './vapid';
export { noticeView } from './view';
