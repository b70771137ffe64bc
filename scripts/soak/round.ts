import type { Page } from '@playwright/test';
import { kills, strike } from './faults';
import { lost, readKept } from './kept';
import type { Round } from './schedule';
import {
  type Site,
  startExport,
  startImport,
  startTraining,
  trainedEpochs,
  type Work,
  workOf,
} from './site';

/** What every round begins with: a dataset, its finished run, and how long an export of it takes. */
export interface Ground {
  dataset: string;
  run: string;
  exportMs: number;
  /** Pictures of the archive that is imported in the rounds. */
  archive: string;
  /** One with large pictures: few bytes more or less are no matter to the browser's quota. */
  large: string;
  gpu: boolean;
}

export interface Outcome extends Round {
  seconds: number;
  /** Epochs that had to be trained again; null where nothing was resumed. */
  epochsLost: number | null;
  /** How the work ended: `done`, `resumed`, `again`, or the code of its error. */
  end: string;
  /** Whatever should not have been. */
  problems: string[];
}

export async function play(site: Site, ground: Ground, round: Round): Promise<Outcome> {
  const started = performance.now();
  const problems: string[] = [];
  const before = await readKept(site.page);
  site.epochs.length = 0;
  // A disk is full before something is written: Chromium looks at its quota when a transaction begins.
  const full = round.fault === 'quota' ? await strike(site, round, problems) : null;
  await begin(site, ground, round);
  if (!full) await reach(site, ground, round);
  const heard = Math.max(0, ...site.epochs);
  const struck = full ?? (await strike(site, round, problems));
  let end: string;
  let epochsLost: number | null = null;
  if (kills(round.fault)) {
    const after = await recover(site, ground, round, heard, problems);
    end = after.end;
    epochsLost = after.epochsLost;
  } else {
    const { code } = await ended(site.page);
    end = code ?? 'done';
    if (code && !(full && code === 'storageFull'))
      problems.push(`the ${round.phase} ended with ${code}`);
  }
  await struck.end();
  problems.push(...lost(before, await readKept(site.page)));
  await tidy(site, ground);
  const left = await readKept(site.page);
  if (left.datasets.length !== before.datasets.length) problems.push('half a dataset stays');
  if (left.pictures !== before.pictures) problems.push('pictures of no dataset stay');
  const seconds = (performance.now() - started) / 1000;
  return { ...round, seconds, epochsLost, end, problems };
}

function begin(site: Site, ground: Ground, { phase, fault }: Round): Promise<void> {
  if (phase === 'import') {
    return startImport(site.page, fault === 'quota' ? ground.large : ground.archive);
  }
  if (phase === 'export') return startExport(site.page, ground.run);
  return startTraining(site.page, ground.dataset, ground.gpu);
}

/** Until the phase has come as far as the round says, or is over. */
async function reach(site: Site, ground: Ground, { phase, moment }: Round): Promise<void> {
  if (phase === 'export') {
    await site.page.waitForTimeout(moment * ground.exportMs);
    return;
  }
  const far = async () => {
    const { done, progress } = await workOf(site.page);
    if (done) return true;
    if (phase === 'import') return progress >= moment * 0.95;
    return Math.max(0, ...site.epochs) >= Math.ceil(moment * (trainedEpochs - 1));
  };
  await until(far, `the ${phase} to come to ${moment.toFixed(2)}`);
}

async function ended(page: Page): Promise<Work> {
  await until(async () => (await workOf(page)).done, 'the work to end');
  return workOf(page);
}

/** In a new page: the user is told, and the work goes on or is done again. */
async function recover(
  site: Site,
  ground: Ground,
  { phase }: Round,
  heard: number,
  problems: string[],
): Promise<{ end: string; epochsLost: number | null }> {
  const already = await readKept(site.page);
  if (phase === 'training') {
    await site.page.goto(`${site.host.url}#/train`);
    const resume = site.page.getByRole('main').getByRole('button', { name: 'Resume' });
    const told = await seen(site.page, 'Training was interrupted');
    if (!told) {
      // It may have come to its end just before.
      const own = already.runs.filter(({ datasetId }) => datasetId === ground.dataset);
      if (own.length < 2) problems.push('nothing tells of the interrupted training');
      return { end: 'done', epochsLost: null };
    }
    site.epochs.length = 0;
    await resume.click();
    await until(
      async () => (await readKept(site.page)).runs.length > already.runs.length,
      'the resumed training to end',
    );
    const epochsLost = site.epochs.length > 0 ? Math.max(0, heard - site.epochs[0]!) : null;
    if (epochsLost !== null && epochsLost > 1) problems.push(`${epochsLost} epochs are lost`);
    return { end: 'resumed', epochsLost };
  }
  if (phase === 'import') {
    const whole = already.datasets.length > 1;
    if (!whole && !(await seen(site.page, 'was cut off'))) {
      problems.push('nothing tells of the import that was cut off');
    }
    if (!whole) await startImport(site.page, ground.archive);
  } else {
    await startExport(site.page, ground.run);
  }
  const still = phase === 'import' && already.datasets.length > 1;
  const { code } = still ? { code: null } : await ended(site.page);
  if (code) problems.push(`done again, the ${phase} ended with ${code}`);
  return { end: still ? 'done' : 'again', epochsLost: null };
}

/** Back to the ground: what the round has made is removed. */
async function tidy(site: Site, ground: Ground): Promise<void> {
  const { datasets } = await readKept(site.page);
  await site.page.evaluate(
    async ({ others, keep }) => {
      for (const id of others) await window.lensmith.remove({ dataset: id });
      const made = (await window.lensmith.runs()).filter(({ id }) => id !== keep.run);
      for (const experiment of new Set(made.map(({ experimentId }) => experimentId))) {
        for (let tries = 0; ; tries++) {
          try {
            await window.lensmith.remove({ experiment });
            break;
          } catch (error) {
            // A run is finished a moment before its training is.
            if ((error as { code: string }).code !== 'inTraining' || tries > 100) throw error;
            await new Promise((done) => setTimeout(done, 100));
          }
        }
      }
    },
    {
      others: datasets.map(({ id }) => id).filter((id) => id !== ground.dataset),
      keep: { run: ground.run },
    },
  );
}

const seen = (page: Page, text: string) =>
  page
    .getByText(text)
    .first()
    .waitFor({ timeout: 10_000 })
    .then(
      () => true,
      () => false,
    );

/** Throws after two minutes. */
async function until(true_: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 120_000;
  while (!(await true_())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
