import Columns2 from 'lucide-solid/icons/columns-2';
import Flame from 'lucide-solid/icons/flame';
import Maximize2 from 'lucide-solid/icons/maximize-2';
import { Show } from 'solid-js';
import { format, t } from '../../locales';
import { Button, IconButton } from '../../ui/button';
import { HeatmapLegend } from '../../ui/heatmap';
import { Slider } from '../../ui/slider';
import './looks.css';

/** How the heatmap is shown: on or off, how strongly, for one class or two. */
export function Looks(props: {
  on: boolean;
  onToggle: () => void;
  opacity: number;
  onOpacity: (opacity: number) => void;
  comparing: boolean;
  onCompare: () => void;
  onEnlarge: () => void;
}) {
  return (
    <div class="explain-looks">
      <Button
        size="s"
        icon={<Flame />}
        aria-pressed={props.on}
        aria-keyshortcuts="h"
        onClick={() => props.onToggle()}
      >
        {t('explain.heatmap')}
      </Button>
      <Slider
        label={t('explain.opacity')}
        value={props.opacity}
        min={0.1}
        max={1}
        step={0.05}
        text={format.percent(props.opacity, 0)}
        disabled={!props.on}
        onChange={props.onOpacity}
      />
      <Show when={props.on}>
        <HeatmapLegend low={t('explain.low')} high={t('explain.high')} />
      </Show>
      <span class="explain-looks-space" />
      <Button
        size="s"
        icon={<Columns2 />}
        aria-pressed={props.comparing}
        onClick={() => props.onCompare()}
      >
        {t('explain.compare')}
      </Button>
      <IconButton
        size="s"
        icon={<Maximize2 />}
        label={t('explain.enlarge')}
        onClick={() => props.onEnlarge()}
      />
    </div>
  );
}
