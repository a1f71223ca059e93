import { makeStyles, tokens } from '@fluentui/react-components';
import { Font, FONT_NAMES, type PageStyle } from '../../../core/marketing/content';
import { texts } from '../../texts';
import { Pixels } from './block-form';
import { ChoiceField, ColourField } from './choices';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
});

const COLOURS = ['background', 'page', 'text', 'link', 'button', 'buttonText'] as const;

/** What the whole mail looks like. */
export function LookForm({ style, change }: { style: PageStyle; change: (style: PageStyle) => void }) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  return (
    <div className={styles.row}>
      <Pixels
        label={words.mailWidth}
        value={style.width}
        least={320}
        most={800}
        change={(width) => change({ ...style, width })}
      />
      <ChoiceField
        label={words.font}
        value={style.font}
        options={Font.options}
        words={(font) => FONT_NAMES[font]}
        change={(font) => change({ ...style, font })}
      />
      {COLOURS.map((name) => (
        <ColourField
          key={name}
          label={words.colours[name]}
          value={style[name]}
          change={(colour) => change({ ...style, [name]: colour })}
        />
      ))}
    </div>
  );
}
