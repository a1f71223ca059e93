import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { MarketingView } from '../../core/api/marketing-messages';
import { loadPiece } from '../../core/pieces';
import { texts } from '../texts';

export interface MarketingTabProps {
  message: MarketingView;
  /** Loads the message again and shows what it is then; what a tab has open stays. */
  reload: () => void;
}

/** A tab of a marketing message; each is a piece of its own. */
export interface MarketingTab {
  /** As the address names it: `?tab=write`. */
  key: string;
  words: () => string;
  page: LazyExoticComponent<ComponentType<MarketingTabProps>>;
  /** Whether it is there for this message; always where absent. */
  for?: (message: MarketingView) => boolean;
}

export const marketingTab = (
  key: string,
  words: () => string,
  load: () => Promise<ComponentType<MarketingTabProps>>,
  of?: NonNullable<MarketingTab['for']>,
): MarketingTab => ({
  key,
  words,
  page: lazy(async () => ({ default: await loadPiece(load, window) })),
  ...(of && { for: of }),
});

/** Of a draft there is nothing to report. */
const wasBegun = ({ state }: MarketingView): boolean => state !== 'draft' && state !== 'scheduled';

/** In the order in which they stand: Write, Settings, Send, Report, Recipients. */
export const MARKETING_TABS: readonly MarketingTab[] = [
  marketingTab(
    'write',
    () => texts.marketing.tabs.write,
    () => import('./write-tab').then((m) => m.WriteTab),
  ),
  marketingTab(
    'settings',
    () => texts.marketingSettings.tab,
    () => import('./settings-tab').then((m) => m.SettingsTab),
  ),
  marketingTab(
    'send',
    () => texts.marketingSend.tab,
    () => import('./send-tab').then((m) => m.SendTab),
  ),
  marketingTab(
    'report',
    () => texts.reports.report,
    () => import('./report-tab').then((m) => m.ReportTab),
    wasBegun,
  ),
  marketingTab(
    'recipients',
    () => texts.reports.recipients,
    () => import('./recipients-tab').then((m) => m.RecipientsTab),
    wasBegun,
  ),
];
