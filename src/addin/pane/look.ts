/** Brightness 0…1 of an Office theme colour ("#1f1f1f"); null for what is no colour. */
export function brightness(color: string): number | null {
  const parts = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (!parts) return null;
  const [r = 0, g = 0, b = 0] = parts.slice(1).map((part) => parseInt(part, 16) / 255);
  return 0.299 * r + 0.587 * g + 0.114 * b;
}

export type Look = 'light' | 'dark' | 'contrast';

/** Forced colours of the system go before Office's theme; without either the system's dark setting decides. */
export function chooseLook(seen: { forcedColors: boolean; systemDark: boolean; background: string }): Look {
  if (seen.forcedColors) return 'contrast';
  const light = brightness(seen.background);
  const dark = light === null ? seen.systemDark : light < 0.5;
  return dark ? 'dark' : 'light';
}
