import Keyboard from 'lucide-solid/icons/keyboard';
import Moon from 'lucide-solid/icons/moon';
import History from 'lucide-solid/icons/rotate-ccw-clock';
import Settings from 'lucide-solid/icons/settings';
import Sun from 'lucide-solid/icons/sun';
import { Show } from 'solid-js';
import { t } from '../locales';
import { useApp } from '../state/app';
import { IconButton } from '../ui/button';
import { Tooltip } from '../ui/tooltip';
import { Mark } from './mark';
import { PathNav } from './path-nav';
import './header.css';

export function Header(props: { onSkip: () => void; onShortcuts: () => void }) {
  const { route, theme, settings } = useApp();
  const apart = (view: 'runs' | 'settings', icon: () => typeof History) => (
    <Tooltip
      as="a"
      class="header-link"
      text={t(`shell.${view}`)}
      aria-label={t(`shell.${view}`)}
      href={route.href(view)}
      aria-current={route.view() === view ? 'page' : undefined}
    >
      {icon()({})}
    </Tooltip>
  );
  return (
    <header class="header">
      <a
        class="skip-link visually-hidden"
        href={route.href(route.view(), route.route().params)}
        onClick={(event) => {
          event.preventDefault();
          props.onSkip();
        }}
      >
        {t('shell.skip')}
      </a>
      <a class="brand" href={route.href('data')}>
        <Mark />
        <span>{t('shell.name')}</span>
      </a>
      <PathNav />
      <nav class="apart" aria-label={t('shell.apart')}>
        {apart('runs', () => History)}
        {apart('settings', () => Settings)}
        <IconButton
          label={t(theme() === 'dark' ? 'shell.theme.toLight' : 'shell.theme.toDark')}
          icon={
            <Show when={theme() === 'dark'} fallback={<Moon />}>
              <Sun />
            </Show>
          }
          onClick={() => settings.setTheme(theme() === 'dark' ? 'light' : 'dark')}
        />
        <span class="for-keyboards">
          <IconButton
            label={t('shell.shortcuts.open')}
            icon={<Keyboard />}
            onClick={props.onShortcuts}
          />
        </span>
      </nav>
    </header>
  );
}
