import type { Dataset, Picture } from '../dataset';
import { uniqueId } from '../unique-id';
import type { Announce } from './changes';
import type { Connection } from './connection';
import { nameOf } from './dataset-edits';
import { cutBlob } from './pieces';
import { requestAll } from './requests';
import type { EditHistory, Store } from './types';

/** All in one transaction: a full disk, a crash or a closed tab leaves the dataset as it was. */
export function createDatasetAppend(
  connection: Connection,
  announce: Announce,
): Pick<Store['datasets'], 'append'> {
  return {
    async append(dataset, { since, added, regrouped, edits }) {
      const pieces = (
        await Promise.all(
          added.flatMap(({ picture: { ordinal }, forms }) => [
            cutBlob(dataset.id, 'original', ordinal, forms.original),
            cutBlob(dataset.id, 'copy', ordinal, forms.copy),
            cutBlob(dataset.id, 'thumbnail', ordinal, forms.thumbnail),
          ]),
        )
      ).flat();
      const pictures: Picture[] = [...added.map(({ picture }) => picture), ...regrouped];
      const isDone = await connection.write(
        'strict',
        ['datasets', 'pictures', 'blobs', 'artifacts'],
        async (tx) => {
          const stored: Dataset | undefined = await tx.objectStore('datasets').get(dataset.id);
          if (stored?.hash !== since) return false;
          await requestAll(pieces, ({ key, value }) => tx.objectStore('blobs').put(value, key));
          await requestAll(pictures, (picture) => tx.objectStore('pictures').put(picture));
          const record = edits && (await tx.objectStore('artifacts').get(nameOf(dataset.id)));
          if (record) {
            const skeleton = edits(record.skeleton as EditHistory);
            const written = { ...record, version: uniqueId(), skeleton };
            await tx.objectStore('artifacts').put(written, nameOf(dataset.id));
          }
          await tx.objectStore('datasets').put(dataset);
          return true;
        },
      );
      if (isDone) announce('datasets', dataset.id);
      return isDone;
    },
  };
}
