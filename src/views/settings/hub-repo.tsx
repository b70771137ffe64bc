import Download from 'lucide-solid/icons/download';
import { type JSX, Match, Show, Switch } from 'solid-js';
import type { DownloadProgress, HubWeights } from '../../../core/contract/backbones';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { announce } from '../../ui/announcer';
import { Button } from '../../ui/button';
import { ErrorNotice } from '../../ui/notice';
import { Progress } from '../../ui/progress';
import { backboneTitle } from '../compare/backbone';

/** Weights on the Hub: asked about first, then fetched, each at the press of a button. */
export function HubRepo(props: {
  repo: string;
  top1?: number;
  /** Whether to say which network it is for. */
  alone?: boolean;
}) {
  const { backbones } = useApp();
  const state = () => backbones.hub[props.repo];
  const partial = () => backbones.all()?.partial.find(({ repo }) => repo === props.repo);
  const failure = () => {
    const now = state();
    return now?.step === 'failed' ? now.error : undefined;
  };
  const known = () => {
    const now = state();
    return now?.step === 'known' ? now.weights : undefined;
  };
  const download = async () => {
    const stored = await backbones.download(props.repo);
    if (stored) announce(t('weights.arrived', { repo: props.repo }));
  };
  return (
    <div class="hub-repo">
      <div class="hub-repo-head">
        <span class="hub-repo-name">
          <span class="visually-hidden">{t('weights.hub')}: </span>
          {props.repo}
        </span>
        <Show when={props.top1}>
          {(top1) => (
            <span class="network-facts" title={t('weights.top1Source')}>
              {t('weights.top1', { percent: format.percent(top1() / 100) })}
            </span>
          )}
        </Show>
        <Show when={!state() || state()?.step === 'asking'}>
          <span class="hub-repo-action">
            <Button
              size="s"
              aria-label={t('weights.lookAt', { repo: props.repo })}
              disabled={state()?.step === 'asking'}
              onClick={() => void backbones.ask(props.repo)}
            >
              {t(state()?.step === 'asking' ? 'weights.looking' : 'weights.look')}
            </Button>
          </span>
        </Show>
      </div>
      <Switch>
        <Match when={known()}>
          {(weights) => (
            <Known weights={weights()} alone={props.alone}>
              <Button
                size="s"
                icon={<Download />}
                aria-label={t('weights.downloadOf', {
                  repo: props.repo,
                  size: format.bytes(weights().bytes - weights().arrived),
                })}
                onClick={() => void download()}
              >
                {t(weights().arrived > 0 ? 'weights.goOn' : 'weights.download', {
                  size: format.bytes(weights().bytes - weights().arrived),
                })}
              </Button>
            </Known>
          )}
        </Match>
        <Match when={state()?.step === 'downloading' && state()}>
          <Downloading repo={props.repo} />
        </Match>
        <Match when={failure()}>
          {(error) => (
            <ErrorNotice
              error={error()}
              action={
                partial()
                  ? { label: t('common.retry'), run: () => void download() }
                  : { label: t('common.retry'), run: () => void backbones.ask(props.repo) }
              }
            />
          )}
        </Match>
      </Switch>
      <Show when={state()?.step !== 'downloading' && partial()}>
        {(part) => (
          <p class="hub-repo-partial">
            {t('weights.partial', {
              arrived: format.bytes(part().arrived),
              total: format.bytes(part().bytes),
            })}{' '}
            <Button
              size="s"
              kind="quiet"
              onClick={() => void backbones.discard(props.repo).catch(() => {})}
            >
              {t('weights.discard')}
            </Button>
          </p>
        )}
      </Show>
    </div>
  );
}

function Known(props: { weights: HubWeights; alone?: boolean; children: JSX.Element }) {
  const expected = () => {
    const { inputSize, cropPct, interpolation } = props.weights.preprocessing;
    const [height, width] = inputSize;
    return t('weights.expects', { height, width, crop: format.percent(cropPct), interpolation });
  };
  return (
    <div class="hub-repo-known" role="status">
      <p>
        <Show when={props.alone}>
          {t('weights.fits', { network: backboneTitle(props.weights.architecture) })}{' '}
        </Show>
        {t('weights.licenceIs', {
          licence: props.weights.licence ?? t('weights.noLicence'),
        })}{' '}
        {expected()}
        <Show when={props.weights.otherwise}> {t('weights.cropMode')}</Show>
      </p>
      {props.children}
    </div>
  );
}

function Downloading(props: { repo: string }) {
  const { backbones } = useApp();
  const state = () => {
    const now = backbones.hub[props.repo];
    return now?.step === 'downloading' ? now : null;
  };
  return (
    <Show when={state()}>
      {(now) => (
        <Progress
          label={t(`weights.${now().progress.phase}`, { repo: props.repo })}
          value={share(now().progress)}
          detail={
            now().progress.phase === 'downloading' && now().progress.total > 0
              ? t('common.ofTotal', {
                  done: format.bytes(now().progress.done),
                  total: format.bytes(now().progress.total),
                })
              : undefined
          }
          rate={
            now().rate === null
              ? null
              : t('weights.perSecond', { size: format.bytes(now().rate ?? 0) })
          }
          remainingSeconds={
            now().progress.phase === 'downloading' ? now().remainingSeconds : undefined
          }
          action={
            <Button size="s" disabled={now().stopping} onClick={() => backbones.stop(props.repo)}>
              {t(now().stopping ? 'common.stopping' : 'common.stop')}
            </Button>
          }
        />
      )}
    </Show>
  );
}

function share({ done, total }: DownloadProgress): number | null {
  return total > 0 ? done / total : null;
}
