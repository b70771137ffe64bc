import Check from 'lucide-solid/icons/check';
import X from 'lucide-solid/icons/x';
import { Show } from 'solid-js';
import type { ExplanationResult } from '../../../core/contract/trainer';
import type { Run } from '../../../core/run';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import type { Subject } from './selection';

/** Which picture it is, what it is, and whether the model knew. */
export function SubjectLine(props: {
  run: Run;
  subject: Subject;
  name: string;
  result: ExplanationResult | null;
}) {
  const { datasets } = useApp();
  const source = () => {
    if (props.subject.brought) return t('explain.picture.source.brought');
    return t(`explain.picture.source.${props.subject.measured?.split ?? 'dataset'}`);
  };
  /** Of a picture of the dataset, also of one that the run learned from. */
  const truth = () => {
    const { id, measured } = props.subject;
    if (measured) return props.run.classes[measured.label] ?? null;
    const picture = datasets.picture(id);
    return picture ? (datasets.current()?.classes[picture.label] ?? null) : null;
  };
  const said = () => props.result?.predictions[0]?.label ?? null;
  return (
    <div class="explain-subject">
      <h2 title={props.name}>{props.name}</h2>
      <p class="muted small">
        {source()}.{' '}
        <Show when={truth()}>{(label) => t('explain.picture.truth', { label: label() })}</Show>
      </p>
      <Show when={truth() !== null && said() !== null}>
        <p class="explain-verdict" data-wrong={said() === truth() ? undefined : ''}>
          <Show
            when={said() === truth()}
            fallback={
              <>
                <X aria-hidden="true" />
                {t('explain.picture.wrong', { said: said() ?? '' })}
              </>
            }
          >
            <Check aria-hidden="true" />
            {t('explain.picture.right')}
          </Show>
        </p>
      </Show>
    </div>
  );
}
