import { Checkbox, Field, Input, makeStyles, SpinButton, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { Block, BlockOf, PageStyle } from '../../../core/marketing/content';
import { texts } from '../../texts';
import { TextEditor } from '../../write/editor';
import { AlignField, ChoiceField, ColourField } from './choices';
import { FieldInput } from './field-input';
import { FieldMenu } from './field-menu';
import { PictureField } from './picture-field';

const useStyles = makeStyles({
  form: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalS },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  number: { width: '110px' },
});

interface FormProps<B extends Block> {
  block: B;
  style: PageStyle;
  /** Grows when another text is shown than the writer's own last one. */
  shown: number;
  change: (block: B) => void;
}

const LEVELS = ['1', '2', '3'] as const;

/** What one may set of a block; columns have what stands in them besides. */
export function BlockForm({ block, style, shown, change }: FormProps<Block>) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  switch (block.kind) {
    case 'text':
      return (
        <div className={styles.form}>
          <RichText
            label={words.kinds.text}
            html={block.html}
            shown={shown}
            change={(html) => change({ ...block, html })}
          />
          <div className={styles.row}>
            <AlignField value={block.align} change={(align) => change({ ...block, align })} />
            <Pixels
              label={words.fontSize}
              value={block.size}
              least={10}
              most={32}
              change={(size) => change({ ...block, size })}
            />
          </div>
        </div>
      );
    case 'heading':
      return (
        <div className={styles.form}>
          <FieldInput
            label={words.kinds.heading}
            value={block.text}
            most={500}
            change={(text) => change({ ...block, text })}
          />
          <div className={styles.row}>
            <ChoiceField
              label={words.level}
              value={LEVELS[block.level - 1] ?? '1'}
              options={LEVELS}
              words={(level) => words.levels[level]}
              change={(level) => change({ ...block, level: level === '1' ? 1 : level === '2' ? 2 : 3 })}
            />
            <AlignField value={block.align} change={(align) => change({ ...block, align })} />
          </div>
        </div>
      );
    case 'button':
      return <ButtonForm block={block} style={style} shown={shown} change={change} />;
    case 'image':
      return <ImageForm block={block} style={style} shown={shown} change={change} />;
    case 'divider':
      return (
        <ColourField
          label={words.colour}
          value={block.colour ?? '#d1d5db'}
          change={(colour) => change({ ...block, colour })}
        />
      );
    case 'spacer':
      return (
        <Pixels
          label={words.height}
          value={block.height}
          least={4}
          most={200}
          change={(height) => change({ ...block, height })}
        />
      );
    case 'footer':
      return (
        <div className={styles.form}>
          <RichText
            label={words.footerText}
            html={block.html}
            shown={shown}
            change={(html) => change({ ...block, html })}
          />
          <Checkbox
            label={words.preferences}
            checked={block.preferences}
            onChange={(_event, { checked }) => change({ ...block, preferences: checked === true })}
          />
          <Checkbox
            label={words.webView}
            checked={block.webView}
            onChange={(_event, { checked }) => change({ ...block, webView: checked === true })}
          />
          <Field hint={words.footerAbout} />
        </div>
      );
    case 'columns':
      return null;
  }
}

function ButtonForm({ block, style, change }: FormProps<BlockOf<'button'>>) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  return (
    <div className={styles.form}>
      <FieldInput
        label={words.buttonText}
        value={block.text}
        most={500}
        change={(text) => change({ ...block, text })}
      />
      <FieldInput
        label={words.leadsTo}
        value={block.href}
        most={2_000}
        placeholder="https://"
        change={(href) => change({ ...block, href })}
      />
      <div className={styles.row}>
        <AlignField value={block.align} change={(align) => change({ ...block, align })} />
        <ColourField
          label={words.colour}
          value={block.colour ?? style.button}
          change={(colour) => change({ ...block, colour })}
        />
        <ColourField
          label={words.textColour}
          value={block.textColour ?? style.buttonText}
          change={(textColour) => change({ ...block, textColour })}
        />
      </div>
    </div>
  );
}

function ImageForm({ block, style, change }: FormProps<BlockOf<'image'>>) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  return (
    <div className={styles.form}>
      <PictureField
        src={block.src}
        change={(src, picture) => {
          const room = style.width - 48;
          // A small picture is not blown up.
          const width = picture && picture.width < room ? { width: Math.max(16, picture.width) } : {};
          change({ ...block, src, ...(picture && width) });
        }}
      />
      <FieldInput
        label={words.alt}
        hint={words.altAbout}
        value={block.alt}
        most={500}
        disabled={block.decorative}
        change={(alt) => change({ ...block, alt })}
      />
      <Checkbox
        label={words.decorative}
        checked={block.decorative}
        onChange={(_event, { checked }) => change({ ...block, decorative: checked === true })}
      />
      <FieldInput
        label={words.pictureLeadsTo}
        value={block.href}
        most={2_000}
        placeholder="https://"
        change={(href) => change({ ...block, href })}
      />
      <div className={styles.row}>
        <AlignField value={block.align} change={(align) => change({ ...block, align })} />
        <PictureWidth
          value={block.width}
          change={(width) => {
            const { width: _before, ...rest } = block;
            change(width === undefined ? rest : { ...rest, width });
          }}
        />
      </div>
    </div>
  );
}

/** What is typed stands while it is no width yet: its first digit is none. */
function PictureWidth({
  value,
  change,
}: {
  value: number | undefined;
  change: (width: number | undefined) => void;
}) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  const [typed, setTyped] = useState<string>();
  return (
    <Field label={words.pictureWidth}>
      <Input
        type="number"
        className={styles.number}
        min={16}
        max={800}
        placeholder={words.asWide}
        value={typed ?? (value === undefined ? '' : String(value))}
        onBlur={() => setTyped(undefined)}
        onChange={(_event, { value: now }) => {
          setTyped(now);
          const width = Math.round(Number(now));
          change(width >= 16 && width <= 800 ? width : undefined);
        }}
      />
    </Field>
  );
}

export function Pixels({
  label,
  value,
  least,
  most,
  change,
}: {
  label: string;
  value: number;
  least: number;
  most: number;
  change: (value: number) => void;
}) {
  const styles = useStyles();
  return (
    <Field label={label}>
      <SpinButton
        className={styles.number}
        value={value}
        min={least}
        max={most}
        onChange={(_event, { value: now, displayValue }) => {
          const typed = now ?? Number(displayValue);
          if (Number.isFinite(typed)) change(Math.round(Math.min(most, Math.max(least, typed))));
        }}
      />
    </Field>
  );
}

function RichText({
  label,
  html,
  shown,
  change,
}: {
  label: string;
  html: string;
  shown: number;
  change: (html: string) => void;
}) {
  return (
    <TextEditor
      html={html}
      version={shown}
      label={label}
      change={change}
      low
      fieldMenu={(insert) => <FieldMenu toolbar insert={insert} />}
    />
  );
}
