import ExternalLink from 'lucide-solid/icons/external-link';
import { createSignal, Match, onCleanup, Show, Switch } from 'solid-js';
import { hubRepository } from '../../../core/hub-name';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { createPublish, type Publishing } from '../../state/publish';
import { Button, LinkButton } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ErrorNotice, Notice } from '../../ui/notice';
import { Progress } from '../../ui/progress';
import { Segmented } from '../../ui/segmented';
import { TextField } from '../../ui/text-field';
import './publish.css';

/** Pushes a run's bundle to the user's account on the Hub. Mounted while it is open. */
export function PublishDialog(props: {
  runId: string;
  /** Suggested name of the repository, without its owner. */
  name: string;
  onClose: () => void;
}) {
  const { services, activity } = useApp();
  const publish = createPublish(services, activity);
  const [token, setToken] = createSignal('');
  const [repo, setRepo] = createSignal('');
  const [isPrivate, setPrivate] = createSignal(true);
  const [space, setSpace] = createSignal(false);
  const [invalid, setInvalid] = createSignal(false);
  onCleanup(publish.stop);

  const start = () => {
    const name = hubRepository(repo());
    setInvalid(name === null);
    if (name === null) return;
    const options = { token: token(), repo: name, private: isPrivate(), space: space() };
    void publish.start(props.runId, options);
  };

  return (
    <Dialog open onClose={props.onClose} title={t('publish.title')} description={t('publish.text')}>
      <Switch
        fallback={
          <form
            class="publish"
            onSubmit={(event) => {
              event.preventDefault();
              start();
            }}
          >
            <Show when={publish.error()}>{(error) => <ErrorNotice error={error()} />}</Show>
            <TextField
              label={t('publish.token')}
              type="password"
              required
              error={null}
              value={token()}
              onInput={setToken}
              hint={
                <>
                  {t('publish.tokenHint')}{' '}
                  <a href="https://huggingface.co/settings/tokens" target="_blank" rel="noreferrer">
                    {t('publish.tokenWhere')}
                  </a>
                </>
              }
            />
            <TextField
              label={t('publish.repo')}
              required
              placeholder={`me/${props.name}`}
              hint={t('publish.repoHint')}
              error={invalid() ? t('publish.repoInvalid') : null}
              value={repo()}
              onInput={(value) => {
                setRepo(value);
                setInvalid(false);
              }}
            />
            <Segmented
              label={t('publish.visibility')}
              showLabel
              value={isPrivate() ? 'private' : 'public'}
              options={[
                { value: 'private', label: t('publish.private') },
                { value: 'public', label: t('publish.public') },
              ]}
              onChange={(value) => setPrivate(value === 'private')}
            />
            <label class="publish-space">
              <input
                type="checkbox"
                checked={space()}
                onChange={(event) => setSpace(event.currentTarget.checked)}
              />
              {t('publish.space')}
            </label>
            <div class="publish-actions">
              <Button onClick={props.onClose}>{t('common.cancel')}</Button>
              <Button kind="primary" type="submit">
                {t('publish.submit')}
              </Button>
            </div>
          </form>
        }
      >
        <Match when={publish.running()}>
          {(now) => (
            <Progress
              label={t(`publish.${now().phase}`)}
              value={share(now())}
              detail={detail(now())}
              remainingSeconds={remaining(now())}
              action={
                <Button size="s" onClick={publish.stop}>
                  {t('common.stop')}
                </Button>
              }
            />
          )}
        </Match>
        <Match when={publish.published()}>
          {(done) => (
            <div class="publish">
              <Notice role="status" title={t('publish.done')}>
                {done().repo}
              </Notice>
              <div class="publish-actions">
                <Show when={done().spaceUrl}>
                  {(url) => (
                    <LinkButton
                      href={url()}
                      target="_blank"
                      rel="noreferrer"
                      icon={<ExternalLink />}
                    >
                      {t('publish.seeSpace')}
                    </LinkButton>
                  )}
                </Show>
                <LinkButton
                  kind="primary"
                  href={done().url}
                  target="_blank"
                  rel="noreferrer"
                  icon={<ExternalLink />}
                >
                  {t('publish.seeModel')}
                </LinkButton>
              </div>
            </div>
          )}
        </Match>
      </Switch>
    </Dialog>
  );
}

function share(now: Publishing): number | null {
  const told = now.phase === 'making' || now.phase === 'uploading';
  return told && now.total ? now.done / now.total : null;
}

function remaining(now: Publishing): number | null | undefined {
  return now.phase === 'uploading' ? now.remainingSeconds : undefined;
}

function detail(now: Publishing): string | undefined {
  if (now.phase !== 'uploading') return undefined;
  const [done, total] = [format.bytes(now.done), format.bytes(now.total)];
  return t('common.ofTotal', { done, total });
}
