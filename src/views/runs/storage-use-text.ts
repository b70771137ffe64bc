import type { StorageUse } from '../../../core/store/types';
import { format, t } from '../../locales';

/** "111 MB used of 11 GB", or without the second half where the browser does not tell. */
export function storageUseText({ usedBytes, quotaBytes }: StorageUse): string {
  const used = format.bytes(usedBytes);
  return quotaBytes
    ? t('runs.storage.use', { used, quota: format.bytes(quotaBytes) })
    : t('runs.storage.useAlone', { used });
}
