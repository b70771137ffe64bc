import ScanEye from 'lucide-solid/icons/scan-eye';
import { Show } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { createChosenModel, ModelPage } from '../model-page';
import { type NamedPicture, PictureDrop } from '../predict/picture-drop';
import './explain.css';
import { PictureChoice } from './picture-choice';
import { createSelection } from './selection';
import { Stage } from './stage';

/** Where in a picture a model finds what speaks for its answer. */
export default function Explain() {
  const app = useApp();
  const { datasets, explanations, route } = app;
  const chosen = createChosenModel(app);
  const selection = createSelection(app, chosen.run);

  const show = (params: { run?: string; picture?: string }) => {
    const next = { run: chosen.asked(), picture: selection.subject()?.id, ...params };
    const given = Object.entries(next).filter(([, value]) => value && value !== 'best');
    // A look at another picture is not a step to go back to.
    location.replace(route.href('explain', Object.fromEntries(given) as Record<string, string>));
  };
  const bring = (pictures: NamedPicture[]) => show({ picture: explanations.bring(pictures) });

  return (
    <div class="explain">
      <ModelPage
        chosen={chosen}
        title={t('explain.title')}
        lead={t('explain.lead')}
        empty={{
          icon: <ScanEye />,
          title: t('explain.empty.title'),
          text: t(datasets.current() ? 'explain.empty.text' : 'explain.empty.noDataText'),
        }}
        onChoose={(value) => show({ run: value })}
      >
        {(run) => (
          <>
            <PictureChoice
              run={run()}
              selection={selection}
              onChoose={(picture) => show({ picture })}
              bring={<PictureDrop look="buttons" over={t('explain.over')} onPictures={bring} />}
            />
            <Show when={selection.subject()}>
              {(subject) => <Stage run={run()} subject={subject()} selection={selection} />}
            </Show>
          </>
        )}
      </ModelPage>
    </div>
  );
}
