import FileUp from 'lucide-solid/icons/file-up';
import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js';
import type { Backbones } from '../../../core/contract/backbones';
import { hubRepository } from '../../../core/hub-name';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { type Dropped, readDataTransfer, readFileList } from '../../state/dropped-files';
import { announce } from '../../ui/announcer';
import { Button } from '../../ui/button';
import { createFileDrop } from '../../ui/file-drop';
import { FileInput } from '../../ui/file-input';
import { ErrorNotice } from '../../ui/notice';
import { TextField } from '../../ui/text-field';
import { HubRepo } from './hub-repo';

/** Any other repository of a known network, or a file. */
export function OtherWeights(props: { known: Backbones }) {
  const { backbones, modelImport } = useApp();
  const [text, setText] = createSignal('');
  const [invalid, setInvalid] = createSignal(false);
  const [asked, setAsked] = createSignal<string[]>([]);
  const [fault, setFault] = createSignal<unknown>();
  const id = createUniqueId();
  let file!: HTMLInputElement;

  const offered = () => props.known.architectures.flatMap(({ offers }) => offers);
  const here = () => props.known.architectures.flatMap(({ weights }) => weights);
  /** Also what an earlier visit has begun. */
  const repos = createMemo(() => {
    const begun = props.known.partial.map(({ repo }) => repo);
    return [...new Set([...asked(), ...begun])].filter(
      (repo) =>
        !offered().some((offer) => offer.repo === repo) &&
        !here().some(({ source }) => source === repo),
    );
  });
  const ask = () => {
    const repo = hubRepository(text());
    setInvalid(repo === null);
    if (repo === null) return;
    if (!asked().includes(repo)) setAsked([...asked(), repo]);
    setText('');
    void backbones.ask(repo);
  };
  const take = async (dropped: Dropped) => {
    if (dropped.files.length === 0) return;
    setFault(undefined);
    try {
      const added = await modelImport.start(dropped, { as: 'backbone' });
      modelImport.dismiss();
      await backbones.refresh();
      announce(t('weights.other.added', { name: added.backbone }));
    } catch (error) {
      modelImport.dismiss();
      setFault(error);
    }
  };

  const drop = createFileDrop((data) => void readDataTransfer(data).then(take));

  return (
    <section
      class="network other-weights"
      aria-labelledby={`${id}-title`}
      data-over={drop.over() ? '' : undefined}
      {...drop.handlers}
    >
      <h3 id={`${id}-title`}>{t('weights.other.title')}</h3>
      <For each={repos()}>{(repo) => <HubRepo repo={repo} alone />}</For>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <TextField
          label={t('weights.other.label')}
          hint={t('weights.other.hint')}
          error={invalid() ? t('weights.other.invalid') : null}
          value={text()}
          onInput={(value) => {
            setText(value);
            setInvalid(false);
          }}
          action={
            <Button type="submit" disabled={text().trim() === ''}>
              {t('weights.look')}
            </Button>
          }
        />
      </form>
      <div class="other-weights-file">
        <Button
          icon={<FileUp />}
          disabled={modelImport.running() !== null}
          onClick={() => file.click()}
        >
          {t('weights.other.file')}
        </Button>
        <p class="muted small" role="status">
          <Show when={modelImport.running()} fallback={t('weights.other.fileText')}>
            {(running) => t('weights.other.reading', { name: running().name })}
          </Show>
        </p>
        <FileInput
          ref={file}
          multiple
          accept=".safetensors,.json,.zip"
          label={t('weights.other.file')}
          onPick={(files) => void take(readFileList(files))}
        />
      </div>
      <Show when={fault()}>
        {(error) => <ErrorNotice error={error()} onDismiss={() => setFault(undefined)} />}
      </Show>
    </section>
  );
}
