import { Show } from 'solid-js';
import type { ExplanationResult } from '../../../core/contract/trainer';
import { format, t } from '../../locales';
import { partsOutside } from '../../ui/part';
import { Explained } from '../../ui/tooltip';

/** What a map says and what it does not, under the picture. */
export function Words(props: {
  result: ExplanationResult;
  /** Beside it, where two classes are compared. */
  against: ExplanationResult | null;
  /** Of the picture, in pixels; null until it is drawn. */
  size: { width: number; height: number } | null;
}) {
  const map = () => props.result.maps[0];
  const isCropped = () => partsOutside(props.result.seen).length > 0;
  const shows = () => {
    const label = map()?.label ?? '';
    const other = props.against?.maps[0];
    if (props.result.method === 'attention-rollout') return t('explain.words.rollout');
    if (other) return t('explain.words.pair', { first: label, second: other.label });
    return t(isBlank(props.result) ? 'explain.words.blank' : 'explain.words.shows', { label });
  };
  const blankOfPair = () =>
    [props.result, props.against]
      .filter((one) => one !== null)
      .filter((one) => props.against !== null && isBlank(one))
      .map(({ maps }) => t('explain.words.blank', { label: maps[0]?.label ?? '' }));
  const cells = () => ({ columns: map()?.width ?? 0, rows: map()?.height ?? 0 });
  const why = () => {
    const { columns, rows } = cells();
    const { width, height } = props.size ?? { width: 0, height: 0 };
    return t('explain.words.cellsWhy', {
      columns,
      rows,
      width: format.number((width * props.result.seen.width) / columns),
      height: format.number((height * props.result.seen.height) / rows),
    });
  };
  return (
    <div class="explain-words">
      <p>
        {[shows(), ...blankOfPair()].join(' ')}{' '}
        <Show when={isCropped()}>{t('explain.words.seen')}</Show>
      </p>
      <p class="muted small">
        <Explained why={why()}>
          {t('explain.words.cells', { ...cells(), layer: props.result.layer })}
        </Explained>
        {'. '}
        {t('explain.words.limits')}
      </p>
    </div>
  );
}

/** Whether nothing spoke for the class: the map is zero everywhere. */
const isBlank = ({ maps: [map] }: ExplanationResult) =>
  map?.values.every((value) => value === 0) ?? false;
