/** Files in a tree, each a link. */
import type { ComponentChildren, JSX } from 'preact';
import { type Folder, tree } from '../logic/tree.ts';

interface FilesProps<File> {
  files: File[];
  open: string;
  link: (file: File) => string;
  note?: (file: File) => ComponentChildren;
}

export function Files<File extends { path: string }>(props: FilesProps<File>): JSX.Element {
  return <nav class="files" aria-label="Files"><Level {...props} folder={tree(props.files)} /></nav>;
}

function Level<File extends { path: string }>(
  props: FilesProps<File> & { folder: Folder<File> },
): JSX.Element {
  const { folder, open, link, note } = props;
  return (
    <ul>
      {folder.folders.map((inner) => (
        <li key={`${inner.name}/`}>
          <details open><summary>{inner.name}/</summary><Level {...props} folder={inner} /></details>
        </li>
      ))}
      {folder.files.map(({ name, file }) => (
        <li key={name}>
          <a data-row href={link(file)} aria-current={file.path === open ? 'page' : undefined}>{name}</a>
          {note?.(file)}
        </li>
      ))}
    </ul>
  );
}
