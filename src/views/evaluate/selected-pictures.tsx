import X from 'lucide-solid/icons/x';
import { createMemo, Show } from 'solid-js';
import { t } from '../../locales';
import { answersIn, type Evaluation, type Selection } from '../../state/evaluation-measures';
import { IconButton } from '../../ui/button';
import { AnswerGallery } from './answer-gallery';
import { answered } from './answered';
import { inWords } from './matrix/words';
import './selected-pictures.css';

/** The pictures behind the chosen part of the matrix. */
export function SelectedPictures(props: {
  evaluation: Evaluation;
  selected: Selection | null;
  onClear: () => void;
  ref: (element: HTMLElement) => void;
}) {
  const pictures = createMemo(() =>
    props.selected
      ? answersIn(props.evaluation, props.selected).map((one) => answered(props.evaluation, one))
      : [],
  );
  return (
    <section class="selected-pictures" ref={(element) => props.ref(element)} aria-live="polite">
      <Show
        when={props.selected}
        fallback={<p class="muted small">{t('evaluate.gallery.hint')}</p>}
      >
        {(selected) => (
          <>
            <header>
              <h3>{inWords(props.evaluation, selected())}</h3>
              <IconButton
                size="s"
                icon={<X />}
                label={t('evaluate.gallery.clear')}
                onClick={() => props.onClear()}
              />
            </header>
            <Show
              when={pictures().length > 0}
              fallback={<p class="muted small">{t('evaluate.gallery.none')}</p>}
            >
              <AnswerGallery
                label={t('evaluate.gallery.count', { count: pictures().length })}
                pictures={pictures()}
                runId={props.evaluation.run.id}
              />
            </Show>
          </>
        )}
      </Show>
    </section>
  );
}
