/** A folder of files by their paths. */
export interface Folder<File> {
  name: string;
  folders: Folder<File>[];
  files: { name: string; file: File }[];
}

/** Files as a tree, folders before files, each in the order of their names. */
export function tree<File extends { path: string }>(files: File[]): Folder<File> {
  const root: Folder<File> = { name: '', folders: [], files: [] };
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const parts = file.path.split('/');
    const name = parts.pop()!;
    let at = root;
    for (const part of parts) {
      let next = at.folders.find((folder) => folder.name === part);
      if (!next) at.folders.push((next = { name: part, folders: [], files: [] }));
      at = next;
    }
    at.files.push({ name, file });
  }
  return root;
}
