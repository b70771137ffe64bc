import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import Download from 'lucide-solid/icons/download';
import { createSignal, For, Show } from 'solid-js';
import { t } from '../locales';
import { announce } from './announcer';
import { Button } from './button';
import { downloadBlob, fileName } from './download';
import './download-button.css';

export type DownloadFormat = 'csv' | 'svg' | 'png';

export interface Downloadable {
  format: DownloadFormat;
  /** Called when asked for, and only then; a string becomes a UTF-8 file. */
  make: () => string | Blob | Promise<string | Blob>;
}

const types: Record<DownloadFormat, string> = {
  csv: 'text/csv;charset=utf-8',
  svg: 'image/svg+xml;charset=utf-8',
  png: 'image/png',
};

interface DownloadButtonProps {
  /** What is downloaded, read out after "Download": `the ROC curve`. */
  what: string;
  /** Of the file, without its extension. */
  name: string;
  /** One makes a button, several a menu. */
  files: readonly Downloadable[];
  disabled?: boolean;
}

/** Quiet way out for what is on the screen; the file is made when it is asked for. */
export function DownloadButton(props: DownloadButtonProps) {
  const [busy, setBusy] = createSignal(false);
  const [failed, setFailed] = createSignal(false);
  const only = () => (props.files.length === 1 ? props.files[0] : undefined);
  const label = () => t('charts.download.what', { what: props.what });

  async function save(file: Downloadable): Promise<void> {
    if (busy()) return;
    const name = fileName(props.name, file.format);
    setBusy(true);
    setFailed(false);
    try {
      const made = await file.make();
      downloadBlob(new Blob([made], { type: types[file.format] }), name);
      announce(t('charts.download.done', { name }));
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div class="download">
      <Show
        when={only()}
        fallback={
          <DropdownMenu placement="bottom-end" gutter={4} modal={false}>
            <DropdownMenu.Trigger
              as={Button}
              kind="quiet"
              size="s"
              icon={<Download />}
              aria-label={label()}
              aria-busy={busy()}
              disabled={props.disabled}
            >
              {t('charts.download.short')}
            </DropdownMenu.Trigger>
            <DropdownMenu.Portal>
              <DropdownMenu.Content class="download-menu">
                <For each={props.files}>
                  {(file) => (
                    <DropdownMenu.Item
                      class="download-item"
                      textValue={file.format.toUpperCase()}
                      onSelect={() => void save(file)}
                    >
                      <span>{file.format.toUpperCase()}</span>
                      <span class="download-use">{t(`charts.download.use.${file.format}`)}</span>
                    </DropdownMenu.Item>
                  )}
                </For>
              </DropdownMenu.Content>
            </DropdownMenu.Portal>
          </DropdownMenu>
        }
      >
        {(file) => (
          <Button
            kind="quiet"
            size="s"
            icon={<Download />}
            aria-label={`${label()}, ${file().format.toUpperCase()}`}
            aria-busy={busy()}
            disabled={props.disabled}
            onClick={() => void save(file())}
          >
            {file().format.toUpperCase()}
          </Button>
        )}
      </Show>
      <Show when={failed()}>
        <p class="download-failed" role="alert">
          {t('charts.download.failed')}
        </p>
      </Show>
    </div>
  );
}
