import { createSignal, For, Show } from 'solid-js';
import { format, t } from '../../locales';
import type { Findings } from '../../state/class-summary';
import { Button } from '../../ui/button';
import { Disclosure } from '../../ui/disclosure';
import './skipped-files.css';

const first = 50;

/** Every file that was left out, under its reason. */
export function SkippedFiles(props: { groups: Findings['skipped'] }) {
  return (
    <For each={props.groups}>
      {(group) => (
        <Disclosure
          summary={
            <>
              {t(`data.skip.${group.reason}`)}{' '}
              <span class="muted">{format.number(group.files.length)}</span>
            </>
          }
        >
          <FileNames files={group.files} />
        </Disclosure>
      )}
    </For>
  );
}

function FileNames(props: { files: string[] }) {
  const [limit, setLimit] = createSignal(first);
  return (
    <>
      <ul class="skipped-files">
        <For each={props.files.slice(0, limit())}>{(file) => <li>{file}</li>}</For>
      </ul>
      <Show when={props.files.length > limit()}>
        <Button kind="quiet" size="s" onClick={() => setLimit((shown) => shown + 500)}>
          {t('data.more', { count: props.files.length - limit() })}
        </Button>
      </Show>
    </>
  );
}
