import ExternalLink from 'lucide-solid/icons/external-link';
import { createSignal, type JSX, Show } from 'solid-js';
import { t } from '../locales';
import { LinkButton } from '../ui/button';
import { Notice } from '../ui/notice';

/** What the browser keeps from the page because of where it is shown, and the way out. */
export function Surroundings() {
  return (
    <>
      <Shown when={window.self !== window.top}>
        {(dismiss) => (
          // A Space on its page of the Hub, say: no file picker, a store apart from the tab's, no camera.
          <Notice
            tone="warn"
            title={t('shell.framed.title')}
            onDismiss={dismiss}
            action={
              <LinkButton size="s" icon={<ExternalLink />} href="./" target="_blank" rel="noopener">
                {t('shell.framed.open')}
              </LinkButton>
            }
          >
            {t('shell.framed.text')}
          </Notice>
        )}
      </Shown>
      <Shown when={!isSecureContext}>
        {(dismiss) => (
          <Notice tone="warn" title={t('shell.insecure.title')} onDismiss={dismiss}>
            {t('shell.insecure.text')}
          </Notice>
        )}
      </Shown>
    </>
  );
}

/** Until it is dismissed. */
function Shown(props: { when: boolean; children: (dismiss: () => void) => JSX.Element }) {
  const [dismissed, setDismissed] = createSignal(false);
  return <Show when={props.when && !dismissed()}>{props.children(() => setDismissed(true))}</Show>;
}
