import type { Run } from '../../../core/run';
import type { SaliencyMethod } from '../../../core/saliency/methods';
import { t } from '../../locales';
import { ChoiceList } from '../../ui/choice-list';
import { Disclosure } from '../../ui/disclosure';
import { methodsOf } from './selection';

/** How the evidence is found, out of the way until somebody wonders. */
export function MethodChoice(props: {
  run: Run;
  method: SaliencyMethod;
  onChange: (method: SaliencyMethod) => void;
}) {
  return (
    <Disclosure
      summary={t('explain.method.summary', { name: t(`explain.method.names.${props.method}`) })}
    >
      <ChoiceList
        label={t('explain.method.label')}
        name="explain-method"
        type="radio"
        options={methodsOf(props.run).map((method) => ({
          value: method,
          label: t(`explain.method.names.${method}`),
          text: t(`explain.method.texts.${method}`),
        }))}
        chosen={(method) => method === props.method}
        onChange={props.onChange}
      />
    </Disclosure>
  );
}
