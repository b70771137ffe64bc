import type { DeviceReport } from '../../../core/contract/engine';
import { t } from '../../locales';

/** On what it runs, and why not on something faster. */
export function deviceLine(device: DeviceReport): string {
  const adapter = device.adapter;
  return device.reason === 'requested'
    ? t(`train.device.requested.${device.backend}`, { adapter })
    : t(`train.device.${device.reason}`, { adapter });
}
