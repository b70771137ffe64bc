import Camera from 'lucide-solid/icons/camera';
import ImagePlus from 'lucide-solid/icons/image-plus';
import { createSignal, lazy, onCleanup, Show, Suspense } from 'solid-js';
import { t } from '../../locales';
import { isBatch } from '../../state/batch';
import { type Dropped, readDataTransfer, readFileList } from '../../state/dropped-files';
import { Button } from '../../ui/button';
import './picture-drop.css';

const CameraDialog = lazy(() => import('./camera-dialog'));

export interface NamedPicture {
  name: string;
  picture: Blob;
}

/** Takes pictures: dropped anywhere on the view, pasted, picked, or from the camera. */
export function PictureDrop(props: {
  /** `bar` once there are answers to look at; `buttons` alone where the pictures are the view. */
  look: 'panel' | 'bar' | 'buttons';
  /** Said while a drop is over the page. */
  over: string;
  onPictures: (pictures: NamedPicture[]) => void;
  /** Takes archives, folders and more pictures than can be looked at one by one. */
  onBatch?: (dropped: Dropped) => void;
}) {
  const [over, setOver] = createSignal(false);
  const [camera, setCamera] = createSignal(false);
  let picker: HTMLInputElement | undefined;
  let phone: HTMLInputElement | undefined;
  const touch = matchMedia('(pointer: coarse)').matches;

  const give = (pictures: NamedPicture[]) => {
    if (pictures.length > 0) props.onPictures(pictures);
  };
  const take = (dropped: Dropped, name?: string) => {
    if (props.onBatch && isBatch(dropped.files)) props.onBatch(dropped);
    else give(dropped.files.map(({ path, blob }) => ({ name: name ?? path, picture: blob })));
  };
  const fromTransfer = async (data: DataTransfer, name?: string) =>
    take(await readDataTransfer(data), name);
  const fromInput = (input: HTMLInputElement) => {
    take(readFileList(input.files ?? []));
    // Picking the same file again is a change too.
    input.value = '';
  };

  // Ahead of the page's own drop handler, which would take a picture for data.
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    clearTimeout(leaving);
    leaving = setTimeout(() => setOver(false), 160);
    setOver(true);
  };
  const onDrop = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    setOver(false);
    void fromTransfer(event.dataTransfer);
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    void fromTransfer(event.clipboardData, t('predict.pasted'));
  };
  document.addEventListener('dragover', onDragOver, { capture: true });
  document.addEventListener('drop', onDrop, { capture: true });
  document.addEventListener('paste', onPaste, { capture: true });
  onCleanup(() => {
    document.removeEventListener('dragover', onDragOver, { capture: true });
    document.removeEventListener('drop', onDrop, { capture: true });
    document.removeEventListener('paste', onPaste, { capture: true });
    clearTimeout(leaving);
  });

  // On a phone it comes first, for the eye and for the keyboard.
  const takeOne = () => (
    <Button
      kind={touch ? 'primary' : 'secondary'}
      icon={<Camera />}
      onClick={() => (touch ? phone?.click() : setCamera(true))}
    >
      {t('predict.drop.camera')}
    </Button>
  );

  return (
    <section
      class="picture-drop"
      data-over={over() ? '' : undefined}
      data-look={props.look}
      aria-label={t('predict.drop.title')}
    >
      <Show
        when={props.look !== 'buttons'}
        fallback={
          <Show when={over()}>
            <div class="picture-drop-over" aria-hidden="true">
              {props.over}
            </div>
          </Show>
        }
      >
        <ImagePlus aria-hidden="true" />
        <p>
          <strong>{over() ? props.over : t('predict.drop.title')}</strong>{' '}
          <span class="muted">{t('predict.drop.hint')}</span>
        </p>
      </Show>
      <div class="picture-drop-actions">
        <Show when={touch}>{takeOne()}</Show>
        <Button
          kind={touch || props.look === 'buttons' ? 'secondary' : 'primary'}
          icon={props.look === 'buttons' ? <ImagePlus /> : undefined}
          onClick={() => picker?.click()}
        >
          {t('predict.drop.pick')}
        </Button>
        <Show when={!touch && navigator.mediaDevices}>{takeOne()}</Show>
      </div>
      <input
        ref={picker}
        type="file"
        accept="image/*"
        multiple
        hidden
        onChange={(event) => fromInput(event.currentTarget)}
      />
      <input
        ref={phone}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={(event) => fromInput(event.currentTarget)}
      />
      <Show when={camera()}>
        {/* Of its own, or the whole view would wait for the dialog's code. */}
        <Suspense>
          <CameraDialog
            onPicture={(picture) => give([{ name: t('predict.photo'), picture }])}
            onClose={() => setCamera(false)}
          />
        </Suspense>
      </Show>
    </section>
  );
}
