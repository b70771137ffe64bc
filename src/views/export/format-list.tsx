import Download from 'lucide-solid/icons/download';
import { createSignal, For, Show } from 'solid-js';
import type { ExportRequest } from '../../../core/contract/export';
import type { Run } from '../../../core/run';
import { format, t } from '../../locales';
import { Button } from '../../ui/button';
import { Segmented } from '../../ui/segmented';
import { expectedBytes, type FormatRow, formatRows, requestOf, type Variant } from './format-rows';

interface FormatListProps {
  run: Run;
  /** Finished runs of the same experiment, which an MLflow store holds too. */
  others: readonly Run[];
  disabled: boolean;
  onTake: (request: ExportRequest) => void;
}

/** Each format by itself, with what opens it. */
export function FormatList(props: FormatListProps) {
  return (
    <section class="export-formats" aria-labelledby="export-single">
      <h2 id="export-single">{t('exports.single')}</h2>
      <ul>
        <For each={formatRows}>{(row) => <Row {...props} row={row} />}</For>
      </ul>
    </section>
  );
}

function Row(props: FormatListProps & { row: FormatRow }) {
  const [variant, setVariant] = createSignal<Variant | undefined>(props.row.variants[0]);
  const name = () => t(`exports.format.${props.row.format}`);
  const bytes = () => expectedBytes(props.row.format, variant(), props.run, props.others);
  return (
    <li class="export-format">
      <div class="export-format-text">
        <h3>{name()}</h3>
        <p class="muted">
          {t(`exports.use.${props.row.format}`)}{' '}
          <Show when={variant()}>{(chosen) => t(`exports.variantUse.${chosen()}`)}</Show>
        </p>
      </div>
      <Show when={variant()}>
        {(chosen) => (
          <div class="export-format-choice">
            <Segmented
              label={t('exports.option', { format: name() })}
              value={chosen()}
              options={props.row.variants.map((value) => ({
                value,
                label: t(`exports.variant.${value}`),
              }))}
              onChange={setVariant}
            />
          </div>
        )}
      </Show>
      <p class="export-size muted">
        <Show when={bytes()}>{(size) => t('exports.about', { size: format.bytes(size()) })}</Show>
      </p>
      <Button
        size="s"
        icon={<Download />}
        disabled={props.disabled}
        aria-label={t('exports.downloadWhat', { format: name() })}
        onClick={() => props.onTake(requestOf(props.row.format, variant()))}
      >
        {t('exports.download')}
      </Button>
    </li>
  );
}
