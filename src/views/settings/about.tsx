import { For } from 'solid-js';
import { t } from '../../locales';

/** What the built page is made of, with the licences their packages state. */
const parts = [
  { name: 'TensorFlow.js', licence: 'Apache-2.0', url: 'https://www.tensorflow.org/js' },
  { name: 'Solid', licence: 'MIT', url: 'https://www.solidjs.com' },
  { name: 'Kobalte', licence: 'MIT', url: 'https://kobalte.dev' },
  { name: 'Apache ECharts', licence: 'Apache-2.0', url: 'https://echarts.apache.org' },
  { name: 'TanStack Virtual', licence: 'MIT', url: 'https://tanstack.com/virtual' },
  { name: 'ONNX Runtime', licence: 'MIT', url: 'https://onnxruntime.ai' },
  {
    name: 'Hugging Face Hub client',
    licence: 'MIT',
    url: 'https://github.com/huggingface/huggingface.js',
  },
  { name: 'Comlink', licence: 'Apache-2.0', url: 'https://github.com/GoogleChromeLabs/comlink' },
  { name: 'fflate', licence: 'MIT', url: 'https://github.com/101arrowz/fflate' },
  { name: 'idb', licence: 'ISC', url: 'https://github.com/jakearchibald/idb' },
  { name: 'Lucide', licence: 'ISC', url: 'https://lucide.dev' },
  { name: 'Inter', licence: 'OFL-1.1', url: 'https://rsms.me/inter' },
] as const;

export function About() {
  return (
    <section>
      <h2>{t('settings.about.title')}</h2>
      <div>
        <p>{t('settings.about.text')}</p>
        <p class="muted">
          {t('settings.about.licence')} {t('settings.about.sample')}
        </p>
        <p class="muted small">
          {t('settings.about.parts')}{' '}
          <For each={parts}>
            {({ name, licence, url }, index) => (
              <>
                {index() > 0 && ', '}
                <a href={url} rel="noreferrer" target="_blank">
                  {name}
                </a>{' '}
                ({licence})
              </>
            )}
          </For>
          .
        </p>
      </div>
    </section>
  );
}
