import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { toCsv } from '../../core/csv';
import { LensmithError, type WireError } from '../../core/errors';
import type { Experiment, Metric, Run } from '../../core/run';
import { noteText } from '../../src/views/compare/note-text';
import { type App, fileHandle, openApp } from '../app';
import { certificateLines, writeBundle } from './bundle';
import { type AutomlOptions, parseOptions, UsageError, usage } from './options';
import { checkPredictable, chosenRun, predictInPage } from './predict';
import { type AutomlResult, experimentPart, ranked, resultRows } from './result';
import { endProgress, leaderboard, progress, togetherTable } from './terminal';

type PageAnswer<T> = { value: T } | { error: WireError };

interface PageResult {
  dataset: AutomlResult['dataset'];
  environment: AutomlResult['environment'];
  experiment: Experiment;
  runs: Run[];
  metrics: Metric[];
}

/** Imports and trains inside the page; faults come back as data, so that their remedy is kept. */
async function trainInPage(app: App, options: AutomlOptions): Promise<PageAnswer<PageResult>> {
  const file = await fileHandle(app.page, resolve(options.file));
  await app.page.exposeFunction('reportProgress', progress);
  return app.page.evaluate(
    async ({ file, train }) => {
      const report = (window as unknown as { reportProgress: typeof progress }).reportProgress;
      try {
        const { lensmith } = window;
        await lensmith.ready;
        const dataset = await lensmith.importDataset(file, {
          onProgress: ({ phase, done, total }) =>
            report(0, `${phase} ${done}${total === null ? '' : ` of ${total}`}`, null),
        });
        const metrics: Metric[] = [];
        let experiment: Experiment | null = null;
        const runs = await lensmith.train({ ...train, dataset: dataset.id }, (event) => {
          if (event.type === 'experiment') experiment = event.experiment;
          if (event.type === 'metrics') metrics.push(...event.metrics);
          if (event.type !== 'progress') return;
          const rate = event.rate === null ? '' : `, ${event.rate.toFixed(1)}/s`;
          const text = `${event.backbone}: ${event.phase} ${Math.floor(event.done)} of ${event.total}${rate}`;
          report(event.overall, text, event.remainingSeconds);
        });
        if (!experiment) throw new Error('the training reported no experiment');
        const device = await lensmith.device(train.backend);
        const { images, classes, skipped } = dataset;
        return {
          value: {
            dataset: { images, classes, skipped },
            environment: { backend: device.backend, adapter: device.adapter },
            experiment,
            runs,
            metrics,
          },
        };
      } catch (error) {
        const { code, message, remedy, context } = error as WireError;
        return {
          error: {
            code: code ?? 'internal',
            message: message ?? String(error),
            remedy: remedy ?? '',
            context: context ?? {},
          },
        };
      }
    },
    { file, train: options.train },
  );
}

function writeOut(folder: string, result: AutomlResult, metrics: Metric[]): void {
  mkdirSync(folder, { recursive: true });
  writeJson(join(folder, 'result.json'), result);
  const columns = ['id', 'backbone', 'depth', 'valAccuracy', 'testAccuracy', 'testLow', 'testHigh'];
  const board = result.runs.map((run) => [
    run.id,
    run.backbone,
    run.depth,
    run.valAccuracy,
    run.testAccuracy,
    ...(run.testInterval ?? [null, null]),
  ]);
  writeFileSync(join(folder, 'leaderboard.csv'), toCsv([columns, ...board]));
  const points = metrics.map((m) => [m.runId, m.key, m.step, m.value]);
  writeFileSync(
    join(folder, 'metrics.csv'),
    toCsv([['run', 'metric', 'step', 'value'], ...points]),
  );
}

function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(resolve(path)), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Exit code: 0 only if at least one run finished; 1 with what went wrong; 2 for wrong usage. */
async function main(args: string[]): Promise<number> {
  const options = parseOptions(args);
  if (!existsSync(options.file)) throw new UsageError(`There is no file ${options.file}.`);
  const { predict } = options;
  if (predict && !existsSync(predict.file)) {
    throw new UsageError(`There is no file or folder ${predict.file}.`);
  }
  if (predict) await checkPredictable(predict.file);
  const app = await openApp({ webgpu: options.train.backend === 'webgpu' });
  try {
    const started = performance.now();
    const answer = await trainInPage(app, options);
    const totalSeconds = (performance.now() - started) / 1000;
    endProgress();
    if ('error' in answer) {
      console.error(`${answer.error.message}\n${answer.error.remedy}`);
      return 1;
    }
    const { dataset, environment, experiment, runs, metrics } = answer.value;
    for (const run of runs.filter((run) => run.error)) {
      console.error(`${run.backbone} ${run.depth}: ${run.error?.message}\n${run.error?.remedy}`);
    }
    const best = ranked(runs)[0];
    if (!best) {
      console.error('No model finished training.');
      return 1;
    }
    const result: AutomlResult = {
      dataset,
      environment,
      ...experimentPart(experiment),
      runs: resultRows(runs),
      best: best.id,
      totalSeconds,
    };
    console.log(
      `${dataset.images} pictures, ${dataset.classes.length} classes, ${dataset.skipped.length} files skipped; ${environment.backend} on ${environment.adapter}\n`,
    );
    console.log(leaderboard(runs));
    if (result.together.length > 0) {
      console.log(
        `\n${togetherTable(result.together, runs)}\n(what they could reach together: not a model, cannot be predicted with or exported)`,
      );
    }
    for (const note of result.notes) console.log(`\n${noteText(note)}`);
    console.log(`\nBest by validation: ${best.id}. Total ${totalSeconds.toFixed(1)} s.`);
    const write = () => {
      if (options.json) writeJson(options.json, result);
      if (options.out) writeOut(options.out, result, metrics);
    };
    // What was trained is told whatever becomes of the predictions.
    write();
    if (options.out) {
      const certificate = await writeBundle(app.page, best.id, join(options.out, 'bundle'));
      console.log(`\nBundle of ${best.id}:\n${certificateLines(certificate)}`);
    }
    if (predict) {
      const finished = ranked(runs);
      const done = await predictInPage(app.page, chosenRun(finished, predict.run, best), predict);
      result.predict = done.predict;
      console.log(done.summary);
      write();
    }
    return 0;
  } finally {
    await app.close();
  }
}

/** What a person can do something about; from the page it comes as data. */
function isFault(error: unknown): error is WireError {
  return error instanceof LensmithError || (error instanceof Object && 'remedy' in error);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    endProgress();
    if (error instanceof UsageError) console.error(`${error.message}\n\n${usage}`);
    else if (isFault(error)) console.error(`${error.message}\n${error.remedy}`);
    else console.error(error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
