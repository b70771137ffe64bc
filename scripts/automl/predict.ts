import { mkdirSync, openAsBlob, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import type { ImportFile } from '../../core/contract/ingest';
import type { BatchResult } from '../../core/contract/trainer';
import { LensmithError, type WireError } from '../../core/errors';
import type { Run } from '../../core/run';
import { defaultLimits } from '../../workers/ingest/zip/limits';
import { memoryLimit, memorySpool } from '../../workers/ingest/zip/spool';
import { listItems } from '../../workers/predicting/items';
import type { PredictOptions } from './options';
import type { AutomlResult } from './result';
import { duration, endProgress, type progress } from './terminal';

/** A ZIP, or the files of a folder with their paths in it, as the page would be given them. */
async function filesAt(path: string): Promise<ImportFile[]> {
  if (!statSync(path).isDirectory())
    return [{ path: basename(path), blob: await openAsBlob(path) }];
  const above = dirname(resolve(path));
  const found = readdirSync(path, { recursive: true, withFileTypes: true });
  return Promise.all(
    found
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = join(entry.parentPath, entry.name);
        return { path: relative(above, resolve(file)), blob: await openAsBlob(file) };
      }),
  );
}

/**
 * Looks at what is to be predicted as the app will, so that nobody trains for minutes before a bad
 * archive is found. Throws notAZip, zipTruncated, zipEncrypted, zipTooLarge, noPictures.
 */
export async function checkPredictable(path: string): Promise<void> {
  const files = await filesAt(path);
  if (files.length === 0) throw new LensmithError('noPictures', { file: path });
  const { signal } = new AbortController();
  const spool = memorySpool(memoryLimit);
  await listItems(files, [], { limits: defaultLimits, spool, signal }).catch((error) => {
    // Archives inside archives that this process cannot hold are the browser's matter: it has a disk.
    if (!(error instanceof LensmithError && error.code === 'storageFull')) throw error;
  });
}

export class UnknownRunError extends Error {
  readonly remedy: string;

  constructor(message: string, runs: readonly Run[]) {
    super(message);
    this.remedy = `Choose from: ${runs.map(({ id }) => id).join(', ')}.`;
  }
}

/** The run that `--run` names, by its id or an unmistakable beginning of it; without one the best. */
export function chosenRun(runs: readonly Run[], asked: string | null, best: Run): Run {
  if (asked === null) return best;
  const exact = runs.find(({ id }) => id === asked);
  if (exact) return exact;
  const meant = runs.filter(({ id }) => id.startsWith(asked));
  const [only] = meant;
  if (only && meant.length === 1) return only;
  throw new UnknownRunError(
    only ? `--run ${asked} means several runs.` : `This training made no run ${asked}.`,
    runs,
  );
}

type Told = Omit<BatchResult, 'csv'> & { csv: string };

/** Predicts in the page and writes the CSV, also of what was done before a fault; then throws it. */
export async function predictInPage(
  page: Page,
  run: Run,
  { file, csv }: PredictOptions,
): Promise<{ predict: NonNullable<AutomlResult['predict']>; summary: string }> {
  const input = await page.evaluateHandle((isFolder) => {
    const element = document.createElement('input');
    element.type = 'file';
    element.webkitdirectory = isFolder;
    return element;
  }, statSync(file).isDirectory());
  await input.asElement()?.setInputFiles(resolve(file));
  const answer = await page.evaluate(
    async ({ input, runId }): Promise<Told | { fault: WireError }> => {
      const report = (window as unknown as { reportProgress: typeof progress }).reportProgress;
      try {
        const files = [...((input as HTMLInputElement).files ?? [])];
        const result = await window.lensmith.predictFiles(runId, files, {
          onProgress: ({ done, total, rate, remainingSeconds }) => {
            const speed = rate === null ? '' : `, ${rate.toFixed(1)}/s`;
            const text = total === null ? 'reading' : `${done} of ${total}${speed}`;
            report(total ? done / total : 0, `predict: ${text}`, remainingSeconds);
          },
        });
        return { ...result, csv: await result.csv.text() };
      } catch (error) {
        return { fault: (error as LensmithError).toWire() };
      }
    },
    { input, runId: run.id },
  );
  endProgress();
  if ('fault' in answer) throw answer.fault;
  mkdirSync(dirname(resolve(csv)), { recursive: true });
  writeFileSync(csv, answer.csv);
  if (answer.error) throw answer.error;
  const { images, failed, accuracy, seconds } = answer;
  const right = accuracy
    ? `, ${accuracy.correct} of ${accuracy.count} in folders of known classes right`
    : '';
  return {
    predict: {
      images,
      failed: failed.length,
      run: run.id,
      csv,
      ...(accuracy && { accuracy: accuracy.accuracy, accuracyInterval: accuracy.interval }),
    },
    summary: `${images} pictures predicted with ${run.id} in ${duration(seconds)}${right}; ${failed.length} files failed. Written to ${csv}.`,
  };
}
