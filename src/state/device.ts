import { createResource, type Resource } from 'solid-js';
import type { DeviceReport } from '../../core/contract/engine';
import type { Services } from './services';
import type { SettingsState } from './settings';

/** What the trainer found on this device for the chosen backend; probed when first read. */
export function createDevice(
  services: Services,
  settings: SettingsState,
): Resource<DeviceReport | undefined> {
  const [report] = createResource(settings.backend, (backend) =>
    services.trainer.device(backend === 'auto' ? undefined : backend),
  );
  return report;
}
