import { audit } from './audit';
import { common } from './common';
import { trackingDomains } from './tracking-domains';
import { settings } from './settings';
import { firstRun } from './first-run';
import { deployment } from './deployment';
import { consent } from './consent';
import { checks } from './checks';
import { apiKeys } from './api-keys';
import { connect } from './connect';
import { companies } from './companies';
import { contact } from './contact';
import { contacts } from './contacts';
import { contactProperties, importContacts } from './import-contacts';
import { contactPicker } from './contact-picker';
import { departure } from './departure';
import { devices } from './devices';
import { events } from './events';
import { hits } from './hits';
import { home } from './home';
import { log } from './log';
import { mailboxes } from './mailboxes';
import { marketing } from './marketing';
import { marketingSend } from './marketing-send';
import { marketingSettings } from './marketing-settings';
import { marketingChecks } from './marketing-checks';
import { marketingWrite } from './marketing-write';
import { message } from './message';
import { neverLog } from './never-log';
import { notFound } from './not-found';
import { privacy } from './privacy';
import { push } from './push';
import { reports } from './reports';
import { said } from './said';
import { segments } from './segments';
import { shell } from './shell';
import { signIn } from './sign-in';
import { testTracking } from './test-tracking';
import { users } from './users';
import { withoutContact } from './without-contact';
import { insights } from './insights';
import { messages } from './messages';
import { templates } from './templates';
import { workflows } from './workflows';
import { tasks } from './tasks';
import { write } from './write';

/** One file per area of the app; the other languages have the types of these. */
export const english = {
  audit,
  common,
  trackingDomains,
  settings,
  firstRun,
  deployment,
  consent,
  checks,
  apiKeys,
  connect,
  companies,
  contact,
  contacts,
  contactProperties,
  importContacts,
  contactPicker,
  departure,
  devices,
  events,
  hits,
  home,
  log,
  mailboxes,
  marketing,
  marketingSend,
  marketingSettings,
  marketingChecks,
  marketingWrite,
  message,
  neverLog,
  notFound,
  privacy,
  push,
  reports,
  said,
  segments,
  shell,
  signIn,
  testTracking,
  users,
  withoutContact,
  insights,
  messages,
  templates,
  workflows,
  tasks,
  write,
};

export type Texts = typeof english;
