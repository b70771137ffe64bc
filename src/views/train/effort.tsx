import { Show } from 'solid-js';
import { t } from '../../locales';
import { ChoiceList } from '../../ui/choice-list';
import { NumberField } from '../../ui/number-field';
import { presets } from '../compare/preset-name';
import './effort.css';
import { invalidFields, type ManualFields } from './manual-options';

/** How much to spend: what the search tries, and for how long at most. */
export function Effort(props: { fields: ManualFields; onChange: (fields: ManualFields) => void }) {
  const change = (part: Partial<ManualFields>) => props.onChange({ ...props.fields, ...part });
  const overridden = () => {
    const chosen = props.fields.depth;
    return chosen === 'automatic'
      ? null
      : t('train.preset.overridden', {
          depth: t(`compare.depth.${chosen}`),
          preset: t(`train.preset.${props.fields.preset}.label`),
        });
  };
  return (
    <div class="effort">
      <div class="effort-preset">
        <ChoiceList
          type="radio"
          name="preset"
          columns
          label={t('train.preset.label')}
          options={presets.map((preset) => ({
            value: preset,
            label: t(`train.preset.${preset}.label`),
            text: t(`train.preset.${preset}.text`),
          }))}
          chosen={(preset) => props.fields.preset === preset}
          onChange={(preset) => change({ preset })}
        />
        <Show when={overridden()}>{(text) => <p role="status">{text()}</p>}</Show>
      </div>
      <NumberField
        label={t('train.minutes')}
        hint={t('train.minutesHint')}
        placeholder={t('train.minutesNone')}
        decimal
        value={props.fields.minutes}
        error={
          invalidFields(props.fields).includes('minutes') ? t('train.manual.invalid.minutes') : null
        }
        onInput={(minutes) => change({ minutes })}
      />
    </div>
  );
}
