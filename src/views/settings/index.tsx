import { Show } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { LinkButton } from '../../ui/button';
import { Segmented } from '../../ui/segmented';
import { storageUseText } from '../runs/storage-use-text';
import { About } from './about';
import { BackbonesSection } from './backbones';
import { Compute } from './compute';
import { Offline } from './offline';
import './settings.css';

export default function Settings() {
  const { settings, storage, route } = useApp();
  return (
    <>
      <h1>{t('settings.title')}</h1>
      <div class="settings">
        <Compute />
        <section>
          <h2>{t('settings.appearance.title')}</h2>
          <div>
            <Segmented
              label={t('settings.appearance.theme')}
              showLabel
              value={settings.theme()}
              options={[
                { value: 'system', label: t('shell.theme.system') },
                { value: 'light', label: t('shell.theme.light') },
                { value: 'dark', label: t('shell.theme.dark') },
              ]}
              onChange={settings.setTheme}
            />
          </div>
        </section>
        <section>
          <h2>{t('settings.keyboard.title')}</h2>
          <div>
            <Segmented
              label={t('settings.keyboard.label')}
              showLabel
              value={settings.shortcuts() ? 'on' : 'off'}
              options={[
                { value: 'on', label: t('settings.keyboard.on') },
                { value: 'off', label: t('settings.keyboard.off') },
              ]}
              onChange={(value) => settings.setShortcuts(value === 'on')}
            />
            <p class="muted small">{t('settings.keyboard.hint')}</p>
          </div>
        </section>
        <BackbonesSection />
        <Offline />
        <section>
          <h2>{t('settings.storage.title')}</h2>
          <div>
            <Show when={storage.use()}>{(use) => <p>{storageUseText(use())}</p>}</Show>
            <LinkButton size="s" href={route.href('runs')}>
              {t('settings.storage.see')}
            </LinkButton>
          </div>
        </section>
        <About />
      </div>
    </>
  );
}
