import FileArchive from 'lucide-solid/icons/file-archive';
import FolderOpen from 'lucide-solid/icons/folder-open';
import { createSignal, createUniqueId, Show } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { type Dropped, readDataTransfer, readFileList } from '../../state/dropped-files';
import { Button } from '../../ui/button';
import { createFileDrop } from '../../ui/file-drop';
import { FileInput } from '../../ui/file-input';
import { ProgressBar } from '../../ui/progress';
import { ImportedModelNotice } from './imported-model';
import './import-model.css';

/** Takes a model back in: a bundle, a folder or weights, by picker or by drop. */
export function ImportModel() {
  const { modelImport } = useApp();
  const [onlyBackbone, setOnlyBackbone] = createSignal(false);
  const titleId = createUniqueId();
  let fileInput!: HTMLInputElement;
  let folderInput!: HTMLInputElement;

  const take = (dropped: Dropped) => {
    if (dropped.files.length === 0 || modelImport.running()) return;
    // The fault is shown below.
    modelImport.start(dropped, onlyBackbone() ? { as: 'backbone' } : {}).catch(() => {});
  };
  const drop = createFileDrop((data) => void readDataTransfer(data).then(take));

  return (
    <section
      class="import-model"
      data-over={drop.over() ? '' : undefined}
      aria-labelledby={titleId}
      {...drop.handlers}
    >
      <div class="import-model-head">
        <h2 id={titleId}>{drop.over() ? t('importModel.over') : t('importModel.title')}</h2>
        <p class="muted">{t('importModel.text')}</p>
      </div>
      <div class="import-model-actions">
        <Button
          icon={<FileArchive />}
          disabled={modelImport.running() !== null}
          onClick={() => fileInput.click()}
        >
          {t('importModel.file')}
        </Button>
        <Button
          kind="quiet"
          icon={<FolderOpen />}
          disabled={modelImport.running() !== null}
          onClick={() => folderInput.click()}
        >
          {t('importModel.folder')}
        </Button>
        <label class="import-model-choice" title={t('importModel.asBackboneWhy')}>
          <input
            type="checkbox"
            checked={onlyBackbone()}
            onChange={(event) => setOnlyBackbone(event.currentTarget.checked)}
          />
          {t('importModel.asBackbone')}
        </label>
      </div>
      <Show when={modelImport.running()}>
        {(now) => (
          <div class="import-model-progress">
            <ProgressBar
              label={t('importModel.label', { name: now().name })}
              value={now().total > 0 ? now().done / now().total : null}
            />
            <p class="muted small">
              {t(`importModel.phase.${now().phase}`, { done: now().done, total: now().total })}
            </p>
            <Button size="s" disabled={now().stopping} onClick={modelImport.stop}>
              {now().stopping ? t('common.stopping') : t('importModel.stop')}
            </Button>
          </div>
        )}
      </Show>
      <ImportedModelNotice />
      <FileInput
        ref={fileInput}
        accept=".zip,.safetensors,application/zip"
        label={t('importModel.file')}
        onPick={(files) => take(readFileList(files))}
      />
      <FileInput
        ref={folderInput}
        folder
        label={t('importModel.folder')}
        onPick={(files) => take(readFileList(files))}
      />
    </section>
  );
}
