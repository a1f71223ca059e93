/** These folders and all that lie in them, at any depth. */
export function withFoldersIn(
  top: readonly string[],
  folders: readonly { id: string; parent?: string | null | undefined }[],
): Set<string> {
  const found = new Set(top);
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const { id, parent } of folders) if (parent && found.has(parent)) found.add(id);
  }
  return found;
}
