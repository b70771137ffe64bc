import FileUp from 'lucide-solid/icons/file-up';
import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js';
import type { Backbones } from '../../../core/contract/backbones';
import { hubRepository } from '../../../core/hub-name';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { type Dropped, readDataTransfer, readFileList } from '../../state/dropped-files';
import { announce } from '../../ui/announcer';
import { Button } from '../../ui/button';
import { ErrorNotice } from '../../ui/notice';
import { HubRepo } from './hub-repo';

/** Any other repository of a known network, or a file. */
export function OtherWeights(props: { known: Backbones }) {
  const { backbones, modelImport } = useApp();
  const [text, setText] = createSignal('');
  const [invalid, setInvalid] = createSignal(false);
  const [asked, setAsked] = createSignal<string[]>([]);
  const [over, setOver] = createSignal(false);
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

  return (
    <section
      class="network other-weights"
      aria-labelledby={`${id}-title`}
      data-over={over() ? '' : undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer) void readDataTransfer(event.dataTransfer).then(take);
      }}
    >
      <h3 id={`${id}-title`}>{t('weights.other.title')}</h3>
      <For each={repos()}>{(repo) => <HubRepo repo={repo} alone />}</For>
      <form
        class="other-weights-form"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <label for={id}>{t('weights.other.label')}</label>
        <div>
          <input
            id={id}
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            value={text()}
            aria-invalid={invalid() ? true : undefined}
            aria-describedby={`${id}-text`}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setInvalid(false);
            }}
          />
          <Button type="submit" disabled={text().trim() === ''}>
            {t('weights.look')}
          </Button>
        </div>
        <p
          id={`${id}-text`}
          data-error={invalid() ? '' : undefined}
          role={invalid() ? 'alert' : undefined}
        >
          {t(invalid() ? 'weights.other.invalid' : 'weights.other.hint')}
        </p>
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
        <input
          ref={file}
          class="visually-hidden"
          type="file"
          multiple
          accept=".safetensors,.json,.zip"
          aria-label={t('weights.other.file')}
          tabindex="-1"
          onChange={(event) => {
            void take(readFileList(event.currentTarget.files ?? []));
            event.currentTarget.value = '';
          }}
        />
      </div>
      <Show when={fault()}>
        {(error) => <ErrorNotice error={error()} onDismiss={() => setFault(undefined)} />}
      </Show>
    </section>
  );
}
