import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Role } from '../core/access';
import { can } from '../core/access';
import { loadPiece } from '../core/pieces';
import { texts } from './texts';

/** Parts of the navigation, in its order; the first has no heading. */
export const GROUPS = ['main', 'marketing', 'settings', 'company'] as const;
export type Group = (typeof GROUPS)[number];

/** A screen by its path; each is a piece of its own, loaded when it is opened. */
export interface Screen {
  path: string;
  page: LazyExoticComponent<ComponentType>;
  /** Where it stands in the navigation, if it does: its words, and who sees it (everybody where absent). */
  entry?: { group: Group; words: () => string; for?: (role: Role) => boolean };
}

const failed: (() => void)[] = [];

/**
 * What failed once fails for good: whoever tries again needs another piece. Not as it fails: React draws what it waits for
 * anew, and would ask for one piece after the other without ever telling.
 */
export function renewFailedPieces(): void {
  for (const renew of failed.splice(0)) renew();
}

const screen = (
  path: string,
  load: () => Promise<ComponentType>,
  entry?: NonNullable<Screen['entry']>,
): Screen => {
  const piece = (): Screen['page'] =>
    lazy(async () => {
      try {
        return { default: await loadPiece(load, window) };
      } catch (error) {
        failed.push(() => (made.page = piece()));
        throw error;
      }
    });
  const made: Screen = { path, page: piece(), ...(entry && { entry }) };
  return made;
};

/** Every screen, in the order of the navigation. */
export const SCREENS: readonly Screen[] = [
  screen('/', () => import('./pages/home').then((m) => m.HomePage), {
    group: 'main',
    words: () => texts.shell.feed,
  }),
  screen('/contacts', () => import('./pages/contacts').then((m) => m.ContactsPage), {
    group: 'main',
    words: () => texts.shell.contacts,
  }),
  screen('/contacts/:id', () => import('./pages/contact').then((m) => m.ContactPage)),
  screen('/contacts/import', () => import('./pages/import-contacts').then((m) => m.ImportContactsPage)),
  screen('/contacts/import/:id', () => import('./pages/import-contacts').then((m) => m.ImportContactsPage)),
  screen('/companies', () => import('./pages/companies').then((m) => m.CompaniesPage), {
    group: 'main',
    words: () => texts.shell.companies,
  }),
  screen('/companies/:id', () => import('./pages/company').then((m) => m.CompanyPage)),
  screen('/contacts/:id/write', () => import('./pages/write').then((m) => m.WritePage)),
  screen('/messages', () => import('./pages/messages').then((m) => m.MessagesPage), {
    group: 'main',
    words: () => texts.messages.title,
  }),
  screen('/messages/:id', () => import('./pages/message').then((m) => m.MessagePage)),
  screen(
    '/messages/without-contact',
    () => import('./pages/without-contact').then((m) => m.WithoutContactPage),
    {
      group: 'main',
      words: () => texts.shell.withoutContact,
    },
  ),
  screen('/tasks', () => import('./pages/tasks').then((m) => m.TasksPage), {
    group: 'main',
    words: () => texts.tasks.title,
  }),
  screen('/insights', () => import('./pages/insights').then((m) => m.InsightsPage), {
    group: 'main',
    words: () => texts.insights.title,
  }),
  screen('/templates', () => import('./pages/templates').then((m) => m.TemplatesPage), {
    group: 'main',
    words: () => texts.templates.title,
  }),
  screen('/test-tracking', () => import('./pages/test-tracking').then((m) => m.TestTrackingPage), {
    group: 'main',
    words: () => texts.shell.testTracking,
  }),
  screen('/marketing', () => import('./pages/marketing').then((m) => m.MarketingPage), {
    group: 'marketing',
    words: () => texts.marketing.entry,
  }),
  screen('/marketing/:id', () => import('./pages/marketing-message').then((m) => m.MarketingMessagePage)),
  screen('/segments', () => import('./pages/segments').then((m) => m.SegmentsPage), {
    group: 'marketing',
    words: () => texts.segments.title,
  }),
  screen('/segments/:id', () => import('./pages/segment').then((m) => m.SegmentPage)),
  screen('/workflows', () => import('./pages/workflows').then((m) => m.WorkflowsPage), {
    group: 'marketing',
    words: () => texts.workflows.title,
  }),
  screen('/workflows/:id', () => import('./pages/workflow').then((m) => m.WorkflowPage)),
  screen('/analyze', () => import('./pages/analyze').then((m) => m.AnalyzePage), {
    group: 'marketing',
    words: () => texts.reports.title,
  }),
  screen('/analyze/people', () => import('./pages/analyze-people').then((m) => m.AnalyzePeoplePage)),
  screen('/settings/me', () => import('./pages/preferences').then((m) => m.PreferencesPage), {
    group: 'settings',
    words: () => texts.settings.preferences,
  }),
  screen('/settings', () => import('./pages/mailboxes').then((m) => m.MailboxesPage), {
    group: 'settings',
    words: () => texts.shell.mailboxes,
  }),
  screen('/settings/mailboxes/connect', () =>
    import('./pages/connect-mailbox').then((m) => m.ConnectMailboxPage),
  ),
  screen('/settings/mailboxes/connect-team', () =>
    import('./pages/connect-team-mailbox').then((m) => m.ConnectTeamMailboxPage),
  ),
  screen('/settings/mailboxes/:id', () => import('./pages/mailbox').then((m) => m.MailboxPage)),
  screen('/settings/never-log', () => import('./pages/never-log').then((m) => m.NeverLogPage), {
    group: 'settings',
    words: () => texts.shell.neverLogged,
  }),
  screen('/settings/api-keys', () => import('./pages/api-keys').then((m) => m.ApiKeysPage), {
    group: 'settings',
    words: () => texts.settings.apiKeys,
  }),
  screen('/settings/account', () => import('./pages/account-settings').then((m) => m.AccountSettingsPage), {
    group: 'company',
    words: () => texts.settings.account,
  }),
  screen(
    '/settings/contact-properties',
    () => import('./pages/contact-properties').then((m) => m.ContactPropertiesPage),
    { group: 'company', words: () => texts.contactProperties.title },
  ),
  screen('/settings/mail-kinds', () => import('./pages/mail-kinds').then((m) => m.MailKindsPage), {
    group: 'company',
    words: () => texts.marketingSend.kinds.title,
  }),
  screen(
    '/settings/tracking-domains',
    () => import('./pages/tracking-domains').then((m) => m.TrackingDomainsPage),
    {
      group: 'company',
      words: () => texts.settings.trackingDomains,
      for: (role) => can(role, 'read', 'tracking-domain'),
    },
  ),
  screen('/settings/deployment', () => import('./pages/deployment').then((m) => m.DeploymentPage), {
    group: 'company',
    words: () => texts.settings.deployment,
    for: (role) => can(role, 'read', 'deployment'),
  }),
  screen('/settings/users', () => import('./pages/users').then((m) => m.UsersPage), {
    group: 'company',
    words: () => texts.shell.users,
    for: (role) => can(role, 'change', 'users'),
  }),
  screen('/settings/privacy', () => import('./pages/privacy').then((m) => m.PrivacyPage), {
    group: 'company',
    words: () => texts.shell.privacy,
    for: (role) => can(role, 'read', 'audit-log'),
  }),
  screen('/settings/audit', () => import('./pages/audit').then((m) => m.AuditPage), {
    group: 'company',
    words: () => texts.settings.auditLog,
    for: (role) => can(role, 'read', 'audit-log'),
  }),
  screen('/consent', () => import('./pages/consent').then((m) => m.ConsentPage)),
  screen('*', () => import('./pages/not-found').then((m) => m.NotFoundPage)),
];
