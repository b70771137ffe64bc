import FileArchive from 'lucide-solid/icons/file-archive';
import FolderOpen from 'lucide-solid/icons/folder-open';
import LockKeyhole from 'lucide-solid/icons/lock-keyhole';
import { Dynamic } from 'solid-js/web';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { readDataTransfer, readFileList } from '../../state/dropped-files';
import { Button } from '../../ui/button';
import { createFileDrop } from '../../ui/file-drop';
import { FileInput } from '../../ui/file-input';
import { FolderLayout } from './folder-layout';
import './drop-zone.css';

export const zipInputId = 'choose-zip';

/** Takes a ZIP or a folder by drop, by picker or by paste (the shell hears pastes). */
export function DropZone(props: { heading: 'h1' | 'h3'; onTaken?: () => void }) {
  const { datasets } = useApp();
  let zipInput!: HTMLInputElement;
  let folderInput!: HTMLInputElement;

  const take = (dropped: ReturnType<typeof readFileList>) => {
    if (dropped.files.length === 0) return;
    props.onTaken?.();
    // The fault is shown by <ImportOutcome>.
    datasets.import(dropped.files, dropped.name).catch(() => {});
  };
  const drop = createFileDrop((data) => void readDataTransfer(data).then(take));

  return (
    <section
      class="drop-zone"
      data-over={drop.over() ? '' : undefined}
      aria-label={t('data.drop.title')}
      {...drop.handlers}
    >
      <div class="drop-zone-body">
        <FolderLayout />
        <Dynamic component={props.heading} class="drop-zone-title">
          {drop.over() ? t('data.drop.over') : t('data.drop.title')}
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
      <FileInput
        ref={zipInput}
        id={zipInputId}
        accept=".zip,application/zip"
        label={t('data.drop.zip')}
        onPick={(files) => take(readFileList(files))}
      />
      <FileInput
        ref={folderInput}
        folder
        label={t('data.drop.folder')}
        onPick={(files) => take(readFileList(files))}
      />
    </section>
  );
}
