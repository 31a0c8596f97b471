import { type ClipboardEvent, type DragEvent, useState } from 'react';

/** Files that are dropped on a part, or pasted into it. */
export function useFileDrop(onFiles: (files: File[]) => void) {
  const [over, setOver] = useState(false);
  const take = (event: DragEvent | ClipboardEvent, files: FileList) => {
    setOver(false);
    if (files.length === 0) return;
    event.preventDefault();
    onFiles([...files]);
  };
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        const inside = event.relatedTarget as Node | null;
        if (!inside || !event.currentTarget.contains(inside)) setOver(false);
      },
      onDrop: (event: DragEvent) => take(event, event.dataTransfer.files),
      onPaste: (event: ClipboardEvent) => take(event, event.clipboardData.files),
    },
  };
}
