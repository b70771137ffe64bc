import ExternalLink from 'lucide-solid/icons/external-link';
import { createSignal, Show } from 'solid-js';
import { t } from '../locales';
import { LinkButton } from '../ui/button';
import { Notice } from '../ui/notice';

/**
 * Inside another site's page (a Space on its page of the Hub), browsers keep a store apart from the
 * one this address has in a tab, offer no file picker and no camera: says so, and offers the tab.
 */
export function Framed() {
  const [shown, setShown] = createSignal(window.self !== window.top);
  return (
    <Show when={shown()}>
      <Notice
        tone="warn"
        title={t('shell.framed.title')}
        onDismiss={() => setShown(false)}
        action={
          <LinkButton size="s" icon={<ExternalLink />} href="./" target="_blank" rel="noopener">
            {t('shell.framed.open')}
          </LinkButton>
        }
      >
        {t('shell.framed.text')}
      </Notice>
    </Show>
  );
}
