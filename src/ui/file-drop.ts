import { type Accessor, createSignal } from 'solid-js';

export interface FileDrop {
  /** Whether files are held over the element. */
  over: Accessor<boolean>;
  /** To spread on the element. */
  handlers: {
    onDragOver(event: DragEvent): void;
    onDragLeave(): void;
    onDrop(event: DragEvent): void;
  };
}

/** Lets files be dropped on an element. */
export function createFileDrop(onDrop: (data: DataTransfer) => void): FileDrop {
  const [over, setOver] = createSignal(false);
  return {
    over,
    handlers: {
      onDragOver(event) {
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop(event) {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer) onDrop(event.dataTransfer);
      },
    },
  };
}
