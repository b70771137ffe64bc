import { createMemo, Show } from 'solid-js';
import { toCsv } from '../../../core/csv';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { type Evaluation, worstAnswers } from '../../state/evaluation-measures';
import { DownloadButton } from '../../ui/download-button';
import { AnswerGallery } from './answer-gallery';
import { answered } from './answered';
import { fileStem, lossesTable } from './tables';

/** The wrong pictures, those first whose truth the model believed least. */
export function TopLosses(props: { evaluation: Evaluation }) {
  const { datasets } = useApp();
  const wrong = createMemo(() => worstAnswers(props.evaluation));
  const pictures = createMemo(() => wrong().map((one) => answered(props.evaluation, one)));
  const total = () => props.evaluation.labels.length;
  const table = () => lossesTable(props.evaluation, (id) => datasets.picture(id)?.file);
  return (
    <section class="evaluate-section top-losses" aria-labelledby="top-losses-title">
      <header>
        <h2 id="top-losses-title">{t('evaluate.losses.title')}</h2>
        <Show when={wrong().length > 0}>
          <DownloadButton
            what={t('evaluate.losses.what')}
            name={fileStem(t('evaluate.losses.file'), props.evaluation)}
            files={[{ format: 'csv', make: () => toCsv(table()) }]}
          />
        </Show>
      </header>
      <p class="muted small">
        {wrong().length === 0
          ? t('evaluate.losses.none', { total: total() })
          : t('evaluate.losses.count', { count: wrong().length, total: total() })}
      </p>
      <AnswerGallery
        label={t('evaluate.losses.title')}
        pictures={pictures()}
        runId={props.evaluation.run.id}
      />
    </section>
  );
}
