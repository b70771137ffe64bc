import './file-input.css';

interface FileInputProps {
  /** A button of the view clicks it. */
  ref: HTMLInputElement | ((element: HTMLInputElement) => void);
  label: string;
  id?: string;
  accept?: string;
  multiple?: boolean;
  /** Picks a folder instead of files. */
  folder?: boolean;
  onPick: (files: FileList) => void;
}

/** What a button opens a picker with: out of sight and out of the keyboard's way. */
export function FileInput(props: FileInputProps) {
  return (
    <input
      ref={(element) => {
        element.webkitdirectory = props.folder === true;
        if (typeof props.ref === 'function') props.ref(element);
      }}
      id={props.id}
      class="file-input"
      type="file"
      accept={props.accept}
      multiple={props.multiple || props.folder}
      aria-label={props.label}
      tabindex="-1"
      onChange={({ currentTarget }) => {
        if (currentTarget.files?.length) props.onPick(currentTarget.files);
        // The same file picked again is a change again.
        currentTarget.value = '';
      }}
    />
  );
}
