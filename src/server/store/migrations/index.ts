import type { Migration } from 'kysely';
import * as store from './0000-store';
import * as first from './0001-first';
import * as meaning from './0002-meaning';
import * as legalBasisRecords from './0003-legal-basis-records';
import * as sourceKeys from './0004-source-keys';
import * as push from './0005-push';
import * as hitsInMonths from './0006-hits-in-months';
import * as privacyRights from './0007-privacy-rights';
import * as toldAndTested from './0008-told-and-tested';
import * as copyingAndProblems from './0009-copying-and-problems';
import * as mailboxLife from './0010-mailbox-life';
import * as logging from './0011-logging';
import * as lateLookBack from './0012-late-look-back';
import * as users from './0013-users';
import * as logFromOutlook from './0014-log-from-outlook';
import * as contacts from './0020-contacts';
import * as sending from './0021-sending';
import * as reminders from './0022-reminders';
import * as deployment from './0023-deployment';
import * as apiKeys from './0024-api-keys';
import * as records from './0025-records';
import * as visibility from './0029-visibility';
import * as orphansAndDomains from './0031-orphans-and-domains';
import * as undoneImports from './0032-undone-imports';
import * as answers from './0033-answers';
import * as mailboxDomains from './0035-mailbox-domains';
import * as narrowed from './0036-narrowed';
import * as attachmentsWaiting from './0037-attachments-waiting';
import * as devicePlaces from './0040-device-places';
import * as sharedFeeds from './0041-shared-feeds';
import * as folderParents from './0042-folder-parents';
import * as opensInOrder from './0043-opens-in-order';
import * as marketing from './0044-marketing';
import * as marketingFacts from './0045-marketing-facts';
import * as segments from './0046-segments';
import * as workflows from './0047-workflows';
import * as marketingSending from './0048-marketing-sending';
import * as marketingReports from './0049-marketing-reports';
import * as marketingAudience from './0050-marketing-audience';
import * as marketingContent from './0051-marketing-content';
import * as copiesUnsubscribed from './0052-copies-unsubscribed';

/** Where they lie. */
export const MIGRATIONS_FOLDER = __dirname;

export type Migrations = Readonly<Record<string, Migration>>;

/** Every migration there is, in order of name. A shipped one is never changed: a change is a new one. */
export const MIGRATIONS: Migrations = {
  '0000-store': store,
  '0001-first': first,
  '0002-meaning': meaning,
  '0003-legal-basis-records': legalBasisRecords,
  '0004-source-keys': sourceKeys,
  '0005-push': push,
  '0006-hits-in-months': hitsInMonths,
  '0007-privacy-rights': privacyRights,
  '0008-told-and-tested': toldAndTested,
  '0009-copying-and-problems': copyingAndProblems,
  '0010-mailbox-life': mailboxLife,
  '0011-logging': logging,
  '0012-late-look-back': lateLookBack,
  '0013-users': users,
  '0014-log-from-outlook': logFromOutlook,
  '0020-contacts': contacts,
  '0021-sending': sending,
  '0022-reminders': reminders,
  '0023-deployment': deployment,
  '0024-api-keys': apiKeys,
  '0025-records': records,
  '0029-visibility': visibility,
  '0031-orphans-and-domains': orphansAndDomains,
  '0032-undone-imports': undoneImports,
  '0033-answers': answers,
  '0035-mailbox-domains': mailboxDomains,
  '0036-narrowed': narrowed,
  '0037-attachments-waiting': attachmentsWaiting,
  '0040-device-places': devicePlaces,
  '0041-shared-feeds': sharedFeeds,
  '0042-folder-parents': folderParents,
  '0043-opens-in-order': opensInOrder,
  '0044-marketing': marketing,
  '0045-marketing-facts': marketingFacts,
  '0046-segments': segments,
  '0047-workflows': workflows,
  '0048-marketing-sending': marketingSending,
  '0049-marketing-reports': marketingReports,
  '0050-marketing-audience': marketingAudience,
  '0051-marketing-content': marketingContent,
  '0052-copies-unsubscribed': copiesUnsubscribed,
};
