import './share-bar.css';

/** How much of the whole, 0..1, as a thin bar under the words that say it. */
export function ShareBar(props: { share: number }) {
  return (
    <span class="share-bar" aria-hidden="true">
      <span style={{ width: `${100 * props.share}%` }} />
    </span>
  );
}
