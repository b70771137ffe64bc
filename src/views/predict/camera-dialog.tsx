import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import { t } from '../../locales';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/notice';
import './camera-dialog.css';

/** The device's camera, and a button that keeps what it sees. The camera is let go on close. */
export default function CameraDialog(props: {
  onPicture: (picture: Blob) => void;
  onClose: () => void;
}) {
  const [stream, setStream] = createSignal<MediaStream | null>(null);
  /** Whether the first frame has come: before it there is nothing to take. */
  const [seeing, setSeeing] = createSignal(false);
  const [fault, setFault] = createSignal<'denied' | 'busy' | 'none' | null>(null);
  let video: HTMLVideoElement | undefined;
  let gone = false;

  onMount(async () => {
    try {
      const opened = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 960 } },
      });
      if (gone) return release(opened);
      setStream(opened);
      if (video) video.srcObject = opened;
    } catch (error) {
      const name = error instanceof DOMException ? error.name : '';
      const kinds = { NotAllowedError: 'denied', NotReadableError: 'busy' } as const;
      setFault(kinds[name as keyof typeof kinds] ?? 'none');
    }
  });
  onCleanup(() => {
    gone = true;
    const open = stream();
    if (open) release(open);
  });

  async function take(): Promise<void> {
    if (!video) return;
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    // Lossless: the model should see what the camera saw.
    props.onPicture(await canvas.convertToBlob({ type: 'image/png' }));
    props.onClose();
  }

  return (
    <Dialog
      open
      onClose={props.onClose}
      title={t('predict.camera.title')}
      actions={
        <Button kind="primary" disabled={!seeing()} onClick={take}>
          {t('predict.camera.take')}
        </Button>
      }
    >
      <Show
        when={fault()}
        fallback={
          <div class="camera-view">
            <video
              ref={video}
              autoplay
              playsinline
              muted
              aria-label={t('predict.camera.preview')}
              onLoadedData={() => setSeeing(true)}
            />
            <Show when={!seeing()}>
              <p>{t('predict.camera.starting')}</p>
            </Show>
          </div>
        }
      >
        {(kind) => <Notice role="alert">{t(`predict.camera.${kind()}`)}</Notice>}
      </Show>
    </Dialog>
  );
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
