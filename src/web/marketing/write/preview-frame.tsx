import { makeStyles, tokens } from '@fluentui/react-components';
import { texts } from '../../texts';
import { useWidth } from '../../use-width';

export type Screen = 'desktop' | 'phone';

/** What a mail is given to be shown in, in px. */
const WIDTHS: Record<Screen, number> = { desktop: 680, phone: 375 };
const HEIGHT = 720;

const useStyles = makeStyles({
  around: { width: '100%', minWidth: 0, overflow: 'hidden' },
  frame: {
    display: 'block',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    boxSizing: 'border-box',
    transformOrigin: '0 0',
  },
});

/** The mail as it shows in the dark, or in the light, whatever this browser is set to. */
const seenIn = (html: string, dark: boolean): string =>
  html.replace(/@media \(prefers-color-scheme: dark\)/g, dark ? '@media all' : '@media not all');

/** A mail on a screen of that width, made smaller where there is less room. Nothing runs in it, and it shares no origin with this page. */
export function PreviewFrame({ html, screen, dark }: { html: string; screen: Screen; dark: boolean }) {
  const styles = useStyles();
  const [around, room] = useWidth<HTMLDivElement>(280);
  const width = WIDTHS[screen];
  const scale = Math.min(1, room / width);
  return (
    <div ref={around} className={styles.around} style={{ height: HEIGHT * scale }}>
      <iframe
        className={styles.frame}
        title={texts.marketingWrite.preview}
        sandbox=""
        referrerPolicy="no-referrer"
        srcDoc={seenIn(html, dark)}
        style={{
          width,
          height: HEIGHT,
          transform: `scale(${scale})`,
          marginLeft: scale === 1 ? Math.max(0, (room - width) / 2) : 0,
          backgroundColor: dark ? '#121417' : '#ffffff',
          colorScheme: dark ? 'dark' : 'light',
        }}
      />
    </div>
  );
}
