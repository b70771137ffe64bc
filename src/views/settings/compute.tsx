import { Match, Switch } from 'solid-js';
import type { DeviceReport } from '../../../core/contract/engine';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { createDevice } from '../../state/device';
import { Disclosure } from '../../ui/disclosure';
import { FactList } from '../../ui/fact-list';
import { ErrorNotice } from '../../ui/notice';
import { Segmented } from '../../ui/segmented';

/** Which backend trains, and what was found when this device was asked. */
export function Compute() {
  const { services, settings } = useApp();
  const device = createDevice(services, settings);
  return (
    <section>
      <h2>{t('settings.compute.title')}</h2>
      <div>
        <Segmented
          label={t('settings.compute.label')}
          showLabel
          value={settings.backend()}
          options={[
            { value: 'auto', label: t('settings.compute.auto') },
            { value: 'wasm', label: t('settings.compute.wasm') },
            { value: 'webgpu', label: t('settings.compute.webgpu') },
          ]}
          onChange={settings.setBackend}
        />
        <p class="muted small">{t('settings.compute.hint')}</p>
        <Switch>
          <Match when={device.error}>
            <ErrorNotice
              error={device.error}
              action={
                settings.backend() === 'auto'
                  ? undefined
                  : {
                      label: t('settings.compute.auto'),
                      run: () => settings.setBackend('auto'),
                    }
              }
            />
          </Match>
          <Match when={device.loading}>
            <p class="opening">{t('settings.compute.probing')}</p>
          </Match>
          <Match when={device()}>
            {(report) => (
              <>
                <p role="status">
                  {t(`settings.compute.would.${report().backend}`)}{' '}
                  {t(`settings.compute.why.${report().reason}`)}
                </p>
                <Disclosure summary={t('settings.compute.found')}>
                  <FactList facts={facts(report())} />
                </Disclosure>
              </>
            )}
          </Match>
        </Switch>
      </div>
    </section>
  );
}

function facts(report: DeviceReport): [string, string | null][] {
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  return [
    [t('settings.compute.adapter'), report.adapter],
    [t('settings.compute.cores'), format.number(report.cores)],
    [t('settings.compute.simd'), t(report.simd ? 'settings.compute.yes' : 'settings.compute.no')],
    [
      t('settings.compute.features'),
      report.webgpuFeatures.join(', ') || t('settings.compute.none'),
    ],
    [t('settings.compute.versions'), versions.join(', ') || null],
  ];
}
