import { teamsHighContrastTheme, webDarkTheme, webLightTheme, type Theme } from '@fluentui/react-components';
import { useEffect, useState } from 'react';

/** Brightness 0…1 of an Office theme colour ("#1f1f1f"); null for what is no colour. */
export function brightness(color: string): number | null {
  const parts = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (!parts) return null;
  const [r = 0, g = 0, b = 0] = parts.slice(1).map((part) => parseInt(part, 16) / 255);
  return 0.299 * r + 0.587 * g + 0.114 * b;
}

/** Forced colours of the system go before Office's theme; without either the system's dark setting decides. */
export function themeFor(look: { forcedColors: boolean; systemDark: boolean; background: string }): Theme {
  if (look.forcedColors) return teamsHighContrastTheme;
  const light = brightness(look.background);
  const dark = light === null ? look.systemDark : light < 0.5;
  return dark ? webDarkTheme : webLightTheme;
}

const matches = (query: string): MediaQueryList => window.matchMedia(query);

/** The Fluent theme that goes with Outlook's, followed while the pane is open. */
export function useOfficeTheme(): Theme {
  const [look, setLook] = useState(current);
  useEffect(() => {
    const queries = [matches('(forced-colors: active)'), matches('(prefers-color-scheme: dark)')];
    const update = (): void => setLook(current());
    queries.forEach((query) => query.addEventListener('change', update));
    try {
      Office.context.mailbox.addHandlerAsync(Office.EventType.OfficeThemeChanged, update);
    } catch {
      // Older clients do not tell: the theme at start stays.
    }
    return () => queries.forEach((query) => query.removeEventListener('change', update));
  }, []);
  return themeFor(look);
}

function current() {
  let background = '';
  try {
    background = Office.context.officeTheme?.bodyBackgroundColor ?? '';
  } catch {
    // Not every Outlook has a theme to tell.
  }
  return {
    forcedColors: matches('(forced-colors: active)').matches,
    systemDark: matches('(prefers-color-scheme: dark)').matches,
    background,
  };
}
