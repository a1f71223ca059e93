import { teamsHighContrastTheme, webDarkTheme, webLightTheme, type Theme } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { chooseLook, type Look } from './look';

const THEMES: Record<Look, Theme> = {
  light: webLightTheme,
  dark: webDarkTheme,
  contrast: teamsHighContrastTheme,
};

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
  return THEMES[chooseLook(look)];
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
