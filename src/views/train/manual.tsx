import { For } from 'solid-js';
import { augmentationPresets } from '../../../core/augmentation/options';
import type { Estimate } from '../../../core/contract/trainer';
import type { Depth } from '../../../core/run';
import { format, t } from '../../locales';
import { Button } from '../../ui/button';
import { ChoiceList } from '../../ui/choice-list';
import { NumberField } from '../../ui/number-field';
import { backboneTitle, backboneWeights } from '../compare/backbone';
import {
  automaticFields,
  invalidFields,
  type ManualFields,
  type NumberField as NumberName,
} from './manual-options';
import './manual.css';

const depths = ['automatic', 'head', 'last-stage', 'last-two-stages', 'all'] as const satisfies (
  | Depth
  | 'automatic'
)[];
const numbers = [
  { name: 'epochs', hint: 'epochsHint' },
  { name: 'batchSize', hint: 'batchSizeHint' },
  { name: 'learningRate', hint: 'learningRateHint' },
  { name: 'seed', hint: 'seedHint' },
] as const;

/** The classic knobs; every one of them may stay on automatic. */
export function Manual(props: {
  /** Card ids there are to choose from. */
  all: readonly string[];
  fields: ManualFields;
  onChange: (fields: ManualFields) => void;
  estimate: Estimate | null;
}) {
  const invalid = () => invalidFields(props.fields);
  const change = (part: Partial<ManualFields>) => props.onChange({ ...props.fields, ...part });
  const seconds = (id: string) => {
    const known = props.estimate?.perBackbone.find(({ backbone }) => backbone === id);
    return known
      ? t('train.manual.seconds', { duration: format.duration(known.seconds) })
      : undefined;
  };
  const error = (name: NumberName) =>
    invalid().includes(name) ? t(`train.manual.invalid.${name}`) : null;

  return (
    <div class="manual">
      <div>
        <ChoiceList
          type="checkbox"
          name="backbones"
          label={t('train.manual.backbones')}
          options={props.all.map((id) => ({
            value: id,
            label: backboneTitle(id),
            text: backboneWeights(id),
            get aside() {
              return seconds(id);
            },
          }))}
          chosen={(id) => props.fields.backbones.includes(id)}
          onChange={(id, chosen) =>
            change({
              backbones: props.all.filter((known) =>
                known === id ? chosen : props.fields.backbones.includes(known),
              ),
            })
          }
          error={invalid().includes('backbones') ? t('train.manual.invalid.backbones') : null}
        />
        <p class="manual-hint">{t('train.manual.backbonesHint')}</p>
      </div>
      <div class="manual-right">
        <ChoiceList
          type="radio"
          name="depth"
          label={t('train.manual.depth')}
          options={depths.map((depth) => ({
            value: depth,
            label: t(`train.manual.depths.${depth}.label`),
            get text() {
              return depth === 'automatic'
                ? t(`train.manual.automaticDepth.${props.fields.preset}`)
                : t(`train.manual.depths.${depth}.text`);
            },
          }))}
          chosen={(depth) => props.fields.depth === depth}
          onChange={(depth) => change({ depth })}
        />
        <div>
          <ChoiceList
            type="radio"
            name="augmentation"
            label={t('augmentation.label')}
            options={augmentationPresets.map((preset) => ({
              value: preset,
              label: t(`augmentation.preset.${preset}.label`),
              text: t(`augmentation.preset.${preset}.text`),
            }))}
            chosen={(preset) => props.fields.augmentation === preset}
            onChange={(augmentation) => change({ augmentation })}
          />
          <p class="manual-hint">{t('augmentation.hint')}</p>
        </div>
        <div class="manual-numbers">
          <For each={numbers}>
            {({ name, hint }) => (
              <NumberField
                label={t(`train.manual.${name}`)}
                hint={t(`train.manual.${hint}`)}
                placeholder={t('train.manual.automatic')}
                decimal={name === 'learningRate'}
                value={props.fields[name]}
                error={error(name)}
                onInput={(value) => change({ [name]: value })}
              />
            )}
          </For>
        </div>
        <div>
          <Button
            size="s"
            onClick={() => {
              const { preset, minutes } = props.fields;
              props.onChange({ ...automaticFields(props.all), preset, minutes });
            }}
          >
            {t('train.manual.reset')}
          </Button>
        </div>
      </div>
    </div>
  );
}
