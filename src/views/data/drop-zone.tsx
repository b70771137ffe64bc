import FileArchive from 'lucide-solid/icons/file-archive';
import FolderOpen from 'lucide-solid/icons/folder-open';
import LockKeyhole from 'lucide-solid/icons/lock-keyhole';
import { createSignal } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { readDataTransfer, readFileList } from '../../state/dropped-files';
import { Button } from '../../ui/button';
import { FolderLayout } from './folder-layout';
import './drop-zone.css';

export const zipInputId = 'choose-zip';

/** Takes a ZIP or a folder by drop, by picker or by paste (the shell hears pastes). */
export function DropZone(props: { heading: 'h1' | 'h3'; onTaken?: () => void }) {
  const { datasets } = useApp();
  const [over, setOver] = createSignal(false);
  let zipInput!: HTMLInputElement;
  let folderInput!: HTMLInputElement;

  const take = (dropped: ReturnType<typeof readFileList>) => {
    if (dropped.files.length === 0) return;
    props.onTaken?.();
    // The fault is shown by <ImportOutcome>.
    datasets.import(dropped.files, dropped.name).catch(() => {});
  };
  const picked = (input: HTMLInputElement) => {
    take(readFileList(input.files ?? []));
    // The same file picked again is a change again.
    input.value = '';
  };

  return (
    <section
      class="drop-zone"
      data-over={over() ? '' : undefined}
      aria-label={t('data.drop.title')}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer) readDataTransfer(event.dataTransfer).then(take);
      }}
    >
      <div class="drop-zone-body">
        <FolderLayout />
        <Dynamic component={props.heading} class="drop-zone-title">
          {over() ? t('data.drop.over') : t('data.drop.title')}
        </Dynamic>
        <p class="muted">{t('data.drop.text')}</p>
        <div class="drop-zone-actions">
          <Button kind="primary" size="l" icon={<FileArchive />} onClick={() => zipInput.click()}>
            {t('data.drop.zip')}
          </Button>
          <Button size="l" icon={<FolderOpen />} onClick={() => folderInput.click()}>
            {t('data.drop.folder')}
          </Button>
        </div>
        <p class="muted small">{t('data.drop.formats')}</p>
        <p class="drop-zone-private small">
          <LockKeyhole aria-hidden="true" />
          {t('data.drop.private')}
        </p>
      </div>
      <input
        ref={zipInput}
        id={zipInputId}
        class="drop-zone-input"
        type="file"
        accept=".zip,application/zip"
        aria-label={t('data.drop.zip')}
        tabindex="-1"
        onChange={(event) => picked(event.currentTarget)}
      />
      <input
        ref={(element) => {
          folderInput = element;
          element.webkitdirectory = true;
        }}
        class="drop-zone-input"
        type="file"
        multiple
        aria-label={t('data.drop.folder')}
        tabindex="-1"
        onChange={(event) => picked(event.currentTarget)}
      />
    </section>
  );
}
