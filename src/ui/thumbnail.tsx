import ImageOff from 'lucide-solid/icons/image-off';
import { createSignal, onCleanup, Show } from 'solid-js';
import { ownTask } from './own-task';
import './thumbnail.css';

const watched = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | undefined;

/** Calls back once, when the element comes near the window; one observer serves all. */
function whenNear(element: Element, callback: () => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer?.unobserve(target);
        watched.get(target)?.();
      }
    },
    { rootMargin: '400px' },
  );
  watched.set(element, callback);
  observer.observe(element);
  return () => observer?.unobserve(element);
}

/** A small square picture, read when it comes near the window and let go when it leaves the page. */
export function Thumbnail(props: {
  load: () => Promise<Blob | null>;
  /** Empty where a label stands beside it. */
  alt: string;
}) {
  const [url, setUrl] = createSignal<string>();
  const [missing, setMissing] = createSignal(false);
  let gone = false;

  const show = async () => {
    const blob = await props.load().catch(() => null);
    // Making a URL waits for the browser's own process.
    await ownTask();
    if (gone) return;
    if (blob) setUrl(URL.createObjectURL(blob));
    else setMissing(true);
  };
  onCleanup(() => {
    gone = true;
    const made = url();
    if (made) URL.revokeObjectURL(made);
  });

  return (
    <span
      class="thumbnail"
      ref={(element) => {
        const end = whenNear(element, show);
        onCleanup(end);
      }}
    >
      <Show when={url()}>
        {(source) => (
          <img
            src={source()}
            alt={props.alt}
            decoding="async"
            draggable={false}
            onLoad={({ currentTarget: image }) => {
              image.toggleAttribute('data-small', image.naturalWidth < 64);
            }}
            onError={() => {
              setUrl(undefined);
              setMissing(true);
            }}
          />
        )}
      </Show>
      <Show when={missing()}>
        <ImageOff role="img" aria-label={props.alt} />
      </Show>
    </span>
  );
}
