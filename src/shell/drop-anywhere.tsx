import FileArchive from 'lucide-solid/icons/file-archive';
import { createSignal, onCleanup, Show } from 'solid-js';
import { t } from '../locales';
import { useApp } from '../state/app';
import { type Dropped, readDataTransfer } from '../state/dropped-files';
import './drop-anywhere.css';

/**
 * A drop or paste of files on any view is an import, of pictures or of a model's weights, unless the
 * view took it (Predict does).
 * Without this a missed drop zone makes the browser leave the page for the dropped file.
 */
export function DropAnywhere() {
  const { datasets, modelImport, route } = useApp();
  const [over, setOver] = createSignal(false);
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  // On Predict a picture is a question, not data.
  const mine = () => route.view() !== 'predict';

  const take = ({ files, name }: Dropped) => {
    if (files.length === 0) return;
    if (files.length === 1 && /\.safetensors$/i.test(name)) {
      route.go('runs');
      // The fault is shown there.
      modelImport.start({ files, name }).catch(() => {});
      return;
    }
    route.go('data');
    // The fault is shown on Data.
    datasets.import(files, name).catch(() => {});
  };

  let leaving: ReturnType<typeof setTimeout> | undefined;
  const onDragOver = (event: DragEvent) => {
    if (event.defaultPrevented || !hasFiles(event)) return;
    event.preventDefault();
    clearTimeout(leaving);
    // `dragleave` fires on every inner border; no `dragover` for a while is the sure sign.
    leaving = setTimeout(() => setOver(false), 160);
    if (mine()) setOver(true);
    else if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (event.defaultPrevented || !hasFiles(event)) return;
    event.preventDefault();
    if (mine() && event.dataTransfer) readDataTransfer(event.dataTransfer).then(take);
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.defaultPrevented || !event.clipboardData?.files.length || !mine()) return;
    event.preventDefault();
    readDataTransfer(event.clipboardData).then(take);
  };

  document.addEventListener('dragover', onDragOver);
  document.addEventListener('drop', onDrop);
  document.addEventListener('paste', onPaste);
  onCleanup(() => {
    document.removeEventListener('dragover', onDragOver);
    document.removeEventListener('drop', onDrop);
    document.removeEventListener('paste', onPaste);
  });

  return (
    <Show when={over()}>
      <div class="drop-anywhere" aria-hidden="true">
        <FileArchive />
        <p>{t('shell.drop')}</p>
      </div>
    </Show>
  );
}
